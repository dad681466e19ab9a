import { CloudfrontVpcOrigin } from '@cdktf/provider-aws/lib/cloudfront-vpc-origin';
import type { Construct } from 'constructs';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { createBeforeDestroy } from '../network/network';

/**
 * Defines the connection of CloudFront to the internal load balancer, through network interfaces in its subnets. It costs nothing.
 *
 * AWS rejects each change of a VPC origin that a distribution uses. So its name is the name of the load balancer, and both are replaced
 * together: first the new ones are created, then the distribution changes, then the old ones are deleted.
 * https://github.com/hashicorp/terraform-provider-aws/issues/40905
 * @returns its id
 */
export function defineVpcOrigin(scope: Construct, loadBalancer: LoadBalancer): string {
  const { id } = new CloudfrontVpcOrigin(scope, 'vpc-origin', {
    vpcOriginEndpointConfig: [
      {
        name: loadBalancer.name,
        arn: loadBalancer.arn,
        // A certificate for the internal name does not exist. The requests stay in AWS's network and in the VPC.
        originProtocolPolicy: 'http-only',
        httpPort: 80,
        // Without effect, but required.
        httpsPort: 443,
        originSslProtocols: [{ items: ['TLSv1.2'], quantity: 1 }],
      },
    ],
    // Usually 5 to 15 minutes. The default, 15, is too short if AWS is slow.
    timeouts: { create: '30m', delete: '30m' },
    lifecycle: { ...createBeforeDestroy, replaceTriggeredBy: [loadBalancer.replaced] },
  });
  return id;
}
