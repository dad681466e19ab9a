import { CloudfrontVpcOrigin } from '@cdktf/provider-aws/lib/cloudfront-vpc-origin';
import type { Construct } from 'constructs';
import type { LoadBalancer } from '../load-balancer/load-balancer';

/**
 * Defines the connection of CloudFront to the internal load balancer, through network interfaces in its subnets. It costs nothing.
 *
 * AWS rejects each change of a VPC origin that a distribution uses. So if the load balancer is replaced, the VPC origin and the
 * distribution are replaced too. https://github.com/hashicorp/terraform-provider-aws/issues/40905
 * @param name its name
 * @returns its id
 */
export function defineVpcOrigin(scope: Construct, name: string, loadBalancer: LoadBalancer): string {
  const { id } = new CloudfrontVpcOrigin(scope, 'vpc-origin', {
    vpcOriginEndpointConfig: [
      {
        name,
        arn: loadBalancer.arn,
        // No public certificate exists for the name of an internal load balancer. The requests stay in AWS's network and in the VPC.
        originProtocolPolicy: 'http-only',
        httpPort: 80,
        // Without effect, but required.
        httpsPort: 443,
        originSslProtocols: [{ items: ['TLSv1.2'], quantity: 1 }],
      },
    ],
    // AWS needs 5 to 15 minutes, and the default timeout is 15.
    timeouts: { create: '30m', delete: '30m' },
    lifecycle: { replaceTriggeredBy: [loadBalancer.replaced] },
  });
  return id;
}
