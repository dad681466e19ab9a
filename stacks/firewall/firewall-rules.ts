import type { FirewallSettings } from '../settings/firewall-settings';
import { and, managedRule, not, or, ownRule, type WebAclRule } from './web-acl-rule';

/** How many bytes of a request body AWS WAF inspects in front of a load balancer. In front of CloudFront, it inspects twice as much. */
const inspectedBodyBytes = 8192;
const defaultRequestsPerAddress = 2000;

/**
 * Returns the rules of the firewall in the order of their evaluation: the cheapest rule first.
 * @param hasUploads whether the app has forms that upload a file. The request body of such a form may be longer than WAF inspects, and may
 * look like an attack
 */
export function firewallRules(settings: FirewallSettings, hasUploads: boolean): WebAclRule[] {
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
      // These rules of the group only add labels, because our own rules replace them: `body-size` above replaces SizeRestrictions_BODY, and
      // `body-content` below replaces the others.
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

/** A statement that matches the requests that create or change a profile. Only these requests contain files. */
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
 * The rules of AWS's common rule set that may match the content of an image, with the labels that they add.
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
