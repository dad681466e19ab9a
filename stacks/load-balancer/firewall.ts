import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import type { Environment, FirewallMode, FirewallSettings } from '../environment';
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
      rule: rules(settings, environment.profiles !== undefined),
      visibilityConfig: visibility(this.name),
      // In the address of a profile's own page stands a token, which neither the log nor a sample of requests may show.
      dataProtectionConfig: environment.profiles ? { dataProtection: [hiddenQuery] } : undefined,
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
      redactedFields: [
        { singleHeader: { name: 'cookie' } },
        { singleHeader: { name: 'authorization' } },
        // In the address of a profile's own page stands a token.
        ...(environment.profiles ? [{ queryString: {} }] : []),
      ],
      // Requests that pass are in the app's own log, with the client's address.
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

const hiddenQuery = { action: 'SUBSTITUTION', field: { fieldType: 'QUERY_STRING' } };

/**
 * In the order in which they are asked: the cheapest first.
 * @param takesFiles whether there are forms with a file, which is longer than what is read of a body, and holds anything
 */
function rules(settings: FirewallSettings, takesFiles: boolean): Wafv2WebAclRule[] {
  const { ipReputation, rate, bodySize, knownBadInputs, commonRules } = settings;
  const limit = settings.requestsPerAddress ?? defaultRequestsPerAddress;
  const refuse = (statement: object) => (takesFiles ? and(statement, not(upload)) : statement);
  return [
    managedRule('ip-reputation', ipReputation, { name: 'AWSManagedRulesAmazonIpReputationList' }),
    ownRule('rate', rate, {
      rate_based_statement: { limit, aggregate_key_type: 'IP', evaluation_window_sec: 300 },
    }),
    ownRule('body-size', bodySize, refuse(longBody)),
    managedRule('known-bad-inputs', knownBadInputs, { name: 'AWSManagedRulesKnownBadInputsRuleSet' }),
    managedRule('common', commonRules, {
      name: 'AWSManagedRulesCommonRuleSet',
      // The rule body-size above does the same as the first, in a mode of its own, and body-content below as the others.
      rule_action_override: ['SizeRestrictions_BODY', ...(takesFiles ? Object.keys(bodyRules) : [])].map((name) => ({
        name,
        action_to_use: { count: {} },
      })),
    }),
    ...(takesFiles ? [ownRule('body-content', commonRules, refuse(or(Object.values(bodyRules).map(labelled))))] : []),
  ].map((rule, index) => ({ ...rule, priority: index }));
}

const noTransformation = [{ priority: 0, type: 'NONE' }];

const longBody = {
  size_constraint_statement: {
    comparison_operator: 'GT',
    size: inspectedBytes,
    field_to_match: { body: { oversize_handling: 'MATCH' } },
    text_transformation: noTransformation,
  },
};

/** The forms of a profile, a new one and one that is changed: the only requests with a file. */
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
 * The common rules that find in a picture what looks like a script, and the labels that they put on such requests.
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

/** A group of rules that AWS maintains. Statements have Terraform's own names: their type in the bindings is open. */
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
