import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { cdnRegion } from '../../contract';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import type { FirewallSettings } from '../settings/firewall-settings';
import { limitsCdn } from '../settings/ingress-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { allowedNetworksRule } from './allowed-networks-rule';
import { defineFirewallLog } from './firewall-log';
import { firewallRules } from './firewall-rules';
import { visibility } from './web-acl-rule';

export interface WebAclProps {
  readonly environment: Environment;
  /**
   * The settings of the firewall.
   * @default none: the firewall is off, and the only rule is for `allowFrom`
   */
  readonly settings?: FirewallSettings;
  /**
   * The ARN of the load balancer that the web ACL protects.
   * @default none: the web ACL is for CloudFront, and the distribution refers to it
   */
  readonly loadBalancerArn?: string;
}

/**
 * The web ACL of AWS WAF: the rules of the firewall and, with CloudFront, the rule for `allowFrom`. It logs the requests that match a rule.
 * With CloudFront, its scope is CLOUDFRONT. A web ACL of the internal load balancer would not be enough: there, all requests come from
 * CloudFront, so one visitor could exhaust the rate limit of all visitors.
 */
export class WebAcl extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, settings, loadBalancerArn }: WebAclProps) {
    super(scope, id);
    const { ingress } = environment;
    this.name = physicalName(environment, 'firewall', 'firewall');
    const region = loadBalancerArn === undefined ? cdnRegion : undefined;
    const webAcl = new Wafv2WebAcl(this, 'web-acl', {
      region,
      name: this.name,
      description: `Rules for requests to ${loadBalancerArn === undefined ? 'CloudFront' : 'the load balancer'}`,
      scope: loadBalancerArn === undefined ? 'CLOUDFRONT' : 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [
        ...(limitsCdn(ingress) ? [allowedNetworksRule(this, environment, ingress.allowFrom ?? [])] : []),
        ...(settings ? firewallRules(settings, environment.profiles !== undefined) : []),
      ].map((rule, priority) => ({ ...rule, priority })),
      visibilityConfig: visibility(this.name),
      // The URL of a profile's page contains a token, which must not appear in the log or in sampled requests.
      dataProtectionConfig: environment.profiles ? { dataProtection: [hiddenQuery] } : undefined,
      // If the distribution stops using the web ACL, the distribution must change before AWS can delete the web ACL.
      lifecycle: loadBalancerArn === undefined ? createBeforeDestroy : undefined,
    });
    this.arn = webAcl.arn;
    if (loadBalancerArn !== undefined) {
      new Wafv2WebAclAssociation(this, 'association', { resourceArn: loadBalancerArn, webAclArn: webAcl.arn });
    }
    defineFirewallLog(this, { environment, webAclArn: webAcl.arn, region });
  }
}

const hiddenQuery = { action: 'SUBSTITUTION', field: { fieldType: 'QUERY_STRING' } };
