import { CloudfrontVpcOrigin } from '@cdktf/provider-aws/lib/cloudfront-vpc-origin';
import type { Construct } from 'constructs';
import type { LoadBalancer } from '../load-balancer/load-balancer';

/**
 * Defines the connection from CloudFront to the internal load balancer, through network interfaces in the load balancer's subnets. It costs
 * nothing.
 *
 * AWS rejects every change to a VPC origin while a distribution uses it. So if the load balancer is replaced, the VPC origin and the
 * distribution are replaced too. https://github.com/hashicorp/terraform-provider-aws/issues/40905
 * @param name the name of the VPC origin
 * @returns the id of the VPC origin
 */
export function defineVpcOrigin(scope: Construct, name: string, loadBalancer: LoadBalancer): string {
  const { id } = new CloudfrontVpcOrigin(scope, 'vpc-origin', {
    vpcOriginEndpointConfig: [
      {
        name,
        arn: loadBalancer.arn,
        // HTTP, because no public certificate exists for the name of an internal load balancer. The requests stay in AWS's network and in
        // the VPC.
        originProtocolPolicy: 'http-only',
        httpPort: 80,
        // This port is required, but has no effect.
        httpsPort: 443,
        originSslProtocols: [{ items: ['TLSv1.2'], quantity: 1 }],
      },
    ],
    // AWS needs 5 to 15 minutes for a change, so the default timeout of 15 minutes may be too short.
    timeouts: { create: '30m', delete: '30m' },
    lifecycle: { replaceTriggeredBy: [loadBalancer.replaced] },
  });
  return id;
}
