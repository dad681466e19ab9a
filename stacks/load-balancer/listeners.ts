import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import type { Construct } from 'constructs';

export interface ListenerProps {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
}

export interface HttpsListenersProps extends ListenerProps {
  readonly certificateArn: string;
}

/** Defines a listener that forwards HTTP to the target group. */
export function defineHttpListener(scope: Construct, { loadBalancerArn, targetGroupArn }: ListenerProps): LbListener {
  return new LbListener(scope, 'http', {
    loadBalancerArn,
    port: 80,
    protocol: 'HTTP',
    defaultAction: [{ type: 'forward', targetGroupArn }],
  });
}

/** Defines a listener that forwards HTTPS to the target group, and a listener that redirects HTTP to HTTPS. */
export function defineHttpsListeners(scope: Construct, props: HttpsListenersProps): LbListener[] {
  const { loadBalancerArn, targetGroupArn, certificateArn } = props;
  const https = new LbListener(scope, 'https', {
    loadBalancerArn,
    port: 443,
    protocol: 'HTTPS',
    // Allows TLS 1.3 and 1.2.
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificateArn,
    defaultAction: [{ type: 'forward', targetGroupArn }],
  });
  const redirect = new LbListener(scope, 'http', {
    loadBalancerArn,
    port: 80,
    protocol: 'HTTP',
    // Without the HTTPS listener, clients would be redirected to a closed port.
    dependsOn: [https],
    defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
  });
  return [https, redirect];
}
