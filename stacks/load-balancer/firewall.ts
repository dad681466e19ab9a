import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import type { Environment, FirewallMode, Firewall as FirewallSettings } from '../environment';
import { physicalName } from '../names';

export interface FirewallProps {
  readonly environment: Environment;
  readonly settings: FirewallSettings;
  readonly loadBalancerArn: string;
}

/** What a firewall before a load balancer reads of a body. */
const inspectedBytes = 8192;
const defaultRequestsPerAddress = 2000;

/** AWS WAF before the load balancer: rules that ship with the project, and a log of what they matched. */
export class Firewall extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { environment, settings, loadBalancerArn }: FirewallProps) {
    super(scope, id);
    this.name = physicalName(environment, 'firewall', 'firewall');
    const webAcl = new Wafv2WebAcl(this, 'web-acl', {
      name: this.name,
      description: 'Rules before the load balancer',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: rules(settings),
      visibilityConfig: visibility(this.name),
    });
    new Wafv2WebAclAssociation(this, 'association', { resourceArn: loadBalancerArn, webAclArn: webAcl.arn });
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      // WAF writes to no group whose name begins otherwise.
      name: `aws-waf-logs-${environment.project}-${environment.name}`,
      retentionInDays: environment.logRetentionDays,
    });
    new Wafv2WebAclLoggingConfiguration(this, 'logging-configuration', {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: [{ singleHeader: { name: 'cookie' } }, { singleHeader: { name: 'authorization' } }],
      // What passed is in the load balancer's log.
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

/** In the order in which they are asked: the cheapest first. */
function rules(settings: FirewallSettings): Wafv2WebAclRule[] {
  const { ipReputation, rate, bodySize, knownBadInputs, commonRules } = settings;
  const limit = settings.requestsPerAddress ?? defaultRequestsPerAddress;
  return [
    managedRule('ip-reputation', ipReputation, { name: 'AWSManagedRulesAmazonIpReputationList' }),
    ownRule('rate', rate, {
      rate_based_statement: { limit, aggregate_key_type: 'IP', evaluation_window_sec: 300 },
    }),
    ownRule('body-size', bodySize, {
      size_constraint_statement: {
        comparison_operator: 'GT',
        size: inspectedBytes,
        field_to_match: { body: { oversize_handling: 'MATCH' } },
        text_transformation: [{ priority: 0, type: 'NONE' }],
      },
    }),
    managedRule('known-bad-inputs', knownBadInputs, { name: 'AWSManagedRulesKnownBadInputsRuleSet' }),
    managedRule('common', commonRules, {
      name: 'AWSManagedRulesCommonRuleSet',
      // The rule body-size above does the same, in a mode of its own.
      rule_action_override: [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }],
    }),
  ].map((rule, index) => ({ ...rule, priority: index }));
}

type Rule = Omit<Wafv2WebAclRule, 'priority'>;

/** A group of rules that AWS maintains. Statements have Terraform's own names: their type in the bindings is open. */
function managedRule(name: string, mode: FirewallMode = 'block', group: object): Rule {
  return {
    name,
    overrideAction: mode === 'block' ? { none: {} } : { count: {} },
    statement: { managed_rule_group_statement: { vendor_name: 'AWS', ...group } },
    visibilityConfig: visibility(name),
  };
}

function ownRule(name: string, mode: FirewallMode = 'block', statement: object): Rule {
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
