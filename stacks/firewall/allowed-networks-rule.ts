import { Wafv2IpSet } from '@cdktf/provider-aws/lib/wafv2-ip-set';
import type { Construct } from 'constructs';
import { cdnRegion } from '../../contract';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { not, ownRule, type WebAclRule } from './web-acl-rule';

/**
 * Defines the IPv4 ranges from which requests may come through CloudFront. Security groups cannot check this, because they see only the
 * addresses of CloudFront.
 * @returns a rule that blocks all requests from other addresses
 */
export function allowedNetworksRule(
  scope: Construct,
  environment: Environment,
  addresses: readonly string[],
): WebAclRule {
  const { arn } = new Wafv2IpSet(scope, 'ip-set', {
    region: cdnRegion,
    name: physicalName(environment, 'allowed-networks', 'firewall'),
    description: 'The networks that may send requests',
    scope: 'CLOUDFRONT',
    ipAddressVersion: 'IPV4',
    addresses: [...addresses],
    // AWS cannot delete an IP set that a web ACL uses. So the new IP set is created, then the web ACL changes, then the old IP set is
    // deleted.
    lifecycle: createBeforeDestroy,
  });
  return ownRule('allowed-networks', 'block', not({ ip_set_reference_statement: { arn } }));
}
