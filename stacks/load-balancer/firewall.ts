import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { cdnRegion } from '../cdn/cdn-region';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import { createBeforeDestroy } from '../network/network';
import type { FirewallMode, FirewallSettings } from '../settings/firewall-settings';
import { limitsCdn } from '../settings/ingress';
import { otherNetworks } from './allowed-networks-rule';

export interface FirewallProps {
  readonly environment: Environment;
  /** @default none: only `allowFrom` is a rule */
  readonly settings?: FirewallSettings;
  /**
   * The load balancer that the firewall protects.
   * @default none: the firewall is for CloudFront, whose distribution names it
   */
  readonly loadBalancerArn?: string;
}

/** The part of a request body that AWS WAF inspects in front of a load balancer. In CloudFront, it inspects twice as much. */
const inspectedBodyBytes = 8192;
const defaultRequestsPerAddress = 2000;

/**
 * AWS WAF in front of the load balancer, with a log of the requests that match a rule. With CloudFront, its scope is CLOUDFRONT: at the
 * internal load balancer, all requests would come from the addresses of CloudFront, and one visitor could exhaust the rate limit of all.
 */
export class Firewall extends Construct {
  readonly name: string;
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, { environment, settings, loadBalancerArn }: FirewallProps) {
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
        ...(limitsCdn(ingress)
          ? [ownRule('allowed-networks', 'block', otherNetworks(this, environment, ingress.allowFrom ?? []))]
          : []),
        ...(settings ? rules(settings, environment.profiles !== undefined) : []),
      ].map((rule, priority) => ({ ...rule, priority })),
      visibilityConfig: visibility(this.name),
      // The URL of a profile's page contains a token, which must not appear in the log or in sampled requests.
      dataProtectionConfig: environment.profiles ? { dataProtection: [hiddenQuery] } : undefined,
      // A distribution that no longer names the web ACL must change before AWS can delete the web ACL.
      lifecycle: loadBalancerArn === undefined ? createBeforeDestroy : undefined,
    });
    this.webAclArn = webAcl.arn;
    if (loadBalancerArn !== undefined) {
      new Wafv2WebAclAssociation(this, 'association', { resourceArn: loadBalancerArn, webAclArn: webAcl.arn });
    }
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      region,
      name: firewallLogName(environment, loadBalancerArn === undefined),
      retentionInDays: environment.logRetentionDays,
    });
    new Wafv2WebAclLoggingConfiguration(this, 'logging-configuration', {
      region,
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: [
        { singleHeader: { name: 'cookie' } },
        { singleHeader: { name: 'authorization' } },
        // The URL of a profile's page contains a token.
        ...(environment.profiles ? [{ queryString: {} }] : []),
      ],
      // The log of the app contains all requests that the firewall allows.
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
  }
}

/**
 * WAF accepts only names with this prefix. In us-east-1, the logs of both scopes have the same region, and exist together while `cdn` is
 * added or removed.
 */
export function firewallLogName({ project, name }: Pick<Environment, 'project' | 'name'>, isCdn: boolean): string {
  return `aws-waf-logs-${project}-${name}${isCdn ? '-cdn' : ''}`;
}

const hiddenQuery = { action: 'SUBSTITUTION', field: { fieldType: 'QUERY_STRING' } };

/**
 * Returns the rules in the order of their evaluation, the cheapest first.
 * @param hasUploads whether the app has forms with a file; the body of such a form may be longer than WAF inspects, and may look like an
 * attack
 */
function rules(settings: FirewallSettings, hasUploads: boolean): WebAclRule[] {
  const { ipReputation, rate, bodySize, knownBadInputs, commonRules } = settings;
  const limit = settings.requestsPerAddress ?? defaultRequestsPerAddress;
  const exceptUploads = (statement: object) => (hasUploads ? and(statement, not(upload)) : statement);
  return [
    managedRule('ip-reputation', ipReputation, { name: 'AWSManagedRulesAmazonIpReputationList' }),
    ownRule('rate', rate, {
      rate_based_statement: { limit, aggregate_key_type: 'IP', evaluation_window_sec: 300 },
    }),
    ownRule('body-size', bodySize, exceptUploads(longBody)),
    managedRule('known-bad-inputs', knownBadInputs, { name: 'AWSManagedRulesKnownBadInputsRuleSet' }),
    managedRule('common', commonRules, {
      name: 'AWSManagedRulesCommonRuleSet',
      // In this group, these rules only add labels. The rule body-size above replaces the first of them, and the rule body-content below
      // replaces the others.
      rule_action_override: ['SizeRestrictions_BODY', ...(hasUploads ? Object.keys(bodyRules) : [])].map((name) => ({
        name,
        action_to_use: { count: {} },
      })),
    }),
    ...(hasUploads
      ? [ownRule('body-content', commonRules, exceptUploads(or(Object.values(bodyRules).map(labelled))))]
      : []),
  ];
}

const noTransformation = [{ priority: 0, type: 'NONE' }];

const longBody = {
  size_constraint_statement: {
    comparison_operator: 'GT',
    size: inspectedBodyBytes,
    field_to_match: { body: { oversize_handling: 'MATCH' } },
    text_transformation: noTransformation,
  },
};

/** Matches the requests that create or change a profile. No other request contains a file. */
const upload = and(
  {
    byte_match_statement: {
      positional_constraint: 'EXACTLY',
      search_string: 'POST',
      field_to_match: { method: {} },
      text_transformation: noTransformation,
    },
  },
  {
    regex_match_statement: {
      regex_string: '^/profiles(/[0-9a-f-]{36})?$',
      field_to_match: { uri_path: {} },
      text_transformation: noTransformation,
    },
  },
);

/**
 * The common rules that may match the content of an image, and the labels that they add.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const bodyRules = {
  CrossSiteScripting_BODY: 'CrossSiteScripting_Body',
  EC2MetaDataSSRF_BODY: 'EC2MetaDataSSRF_Body',
  GenericLFI_BODY: 'GenericLFI_Body',
  GenericRFI_BODY: 'GenericRFI_Body',
} as const;

function labelled(label: string) {
  return { label_match_statement: { scope: 'LABEL', key: `awswaf:managed:aws:core-rule-set:${label}` } };
}

function and(...statement: object[]) {
  return { and_statement: { statement } };
}

function or(statement: object[]) {
  return { or_statement: { statement } };
}

function not(statement: object) {
  return { not_statement: { statement: [statement] } };
}

type WebAclRule = Omit<Wafv2WebAclRule, 'priority'>;

/** Returns a managed rule group of AWS. Statements have Terraform's names, because the bindings do not type them. */
function managedRule(name: string, mode: FirewallMode = 'block', group: object): WebAclRule {
  return {
    name,
    overrideAction: mode === 'block' ? { none: {} } : { count: {} },
    statement: { managed_rule_group_statement: { vendor_name: 'AWS', ...group } },
    visibilityConfig: visibility(name),
  };
}

function ownRule(name: string, mode: FirewallMode = 'block', statement: object): WebAclRule {
  return {
    name,
    action: mode === 'block' ? { block: {} } : { count: {} },
    statement,
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
