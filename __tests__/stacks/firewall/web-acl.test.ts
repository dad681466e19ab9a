import type { PlainIngress, SecureIngress } from '../../../stacks/settings/ingress-settings';
import { balanced, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

type Attributes = Readonly<Record<string, unknown>>;

interface Rule extends Attributes {
  readonly name: string;
}

const domain = { name: 'example.com', zone: 'example.com' };

function stackWith(ingress: Omit<PlainIngress, 'kind'> | Omit<SecureIngress, 'kind'>): SynthesizedStack {
  return synthesized({ ...balanced, ingress: { kind: 'load-balanced', ...ingress } });
}

const webAclOf = (stack: SynthesizedStack) => resource(stack, 'aws_wafv2_web_acl.load_balancer_firewall');
const rulesOf = (stack: SynthesizedStack) => webAclOf(stack).rule as Rule[];
const logOf = (stack: SynthesizedStack) =>
  resource(stack, 'aws_wafv2_web_acl_logging_configuration.load_balancer_firewall');

const staging = stackWith({ domain });
/** `prod` with a public load balancer. */
const prod = synthesized({ ...threeTiers, ingress: { kind: 'load-balanced', plainHttp: 'accepted', firewall: {} } });

const visible = (metric_name: string) => ({
  cloudwatch_metrics_enabled: true,
  metric_name,
  sampled_requests_enabled: true,
});
const count = { count: {} };
const group = (name: string, rules: object = {}) => ({
  managed_rule_group_statement: { name, vendor_name: 'AWS', ...rules },
});
const countOnly = (...names: string[]) => ({
  rule_action_override: names.map((name) => ({ action_to_use: count, name })),
});
const text_transformation = [{ priority: 0, type: 'NONE' }];
const and = (...statement: object[]) => ({ and_statement: { statement } });
const unless = (statement: object) => ({ not_statement: { statement: [statement] } });

const longBody = {
  size_constraint_statement: {
    comparison_operator: 'GT',
    field_to_match: { body: { oversize_handling: 'MATCH' } },
    size: 8192,
    text_transformation,
  },
};
const rate = { rate_based_statement: { aggregate_key_type: 'IP', evaluation_window_sec: 300, limit: 2000 } };
const uploadPath = '^/profiles(/[0-9a-f-]{36})?$';
const upload = and(
  {
    byte_match_statement: {
      field_to_match: { method: {} },
      positional_constraint: 'EXACTLY',
      search_string: 'POST',
      text_transformation,
    },
  },
  { regex_match_statement: { field_to_match: { uri_path: {} }, regex_string: uploadPath, text_transformation } },
);
const bodyRules = ['CrossSiteScripting', 'EC2MetaDataSSRF', 'GenericLFI', 'GenericRFI'];
const scriptInBody = {
  or_statement: {
    statement: bodyRules.map((name) => ({
      label_match_statement: { key: `awswaf:managed:aws:core-rule-set:${name}_Body`, scope: 'LABEL' },
    })),
  },
};

/** An expected rule. `group` means a rule group of AWS, which has `override_action` instead of `action`. */
type ExpectedRule = readonly [name: string, statement: object, isGroup?: 'group'];

const common = 'AWSManagedRulesCommonRuleSet';
const first: readonly ExpectedRule[] = [
  ['ip-reputation', group('AWSManagedRulesAmazonIpReputationList'), 'group'],
  ['rate', rate],
];
const knownBadInputs: ExpectedRule = ['known-bad-inputs', group('AWSManagedRulesKnownBadInputsRuleSet'), 'group'];
const ofStaging: readonly ExpectedRule[] = [
  ...first,
  ['body-size', longBody],
  knownBadInputs,
  // SizeRestrictions_BODY only counts, because the rule body-size limits the size of bodies instead, and has its own setting.
  ['common', group(common, countOnly('SizeRestrictions_BODY')), 'group'],
];
const ofProd: readonly ExpectedRule[] = [
  ...first,
  ['body-size', and(longBody, unless(upload))],
  knownBadInputs,
  ['common', group(common, countOnly('SizeRestrictions_BODY', ...bodyRules.map((name) => `${name}_BODY`))), 'group'],
  // This rule comes after the common rules, because it matches the labels that the common rules add.
  ['body-content', and(scriptInBody, unless(upload))],
];

/** The JSON of a rule that blocks. AWS rejects `action` for a rule group, and `override_action` for any other rule. */
const blocking = ([name, statement, isGroup]: ExpectedRule, priority: number) => ({
  ...(isGroup ? { override_action: { none: {} } } : { action: { block: {} } }),
  name,
  priority,
  statement,
  visibility_config: visible(name),
});

describe('Firewall', () => {
  it.each([
    ['on with a domain', { domain }, true],
    ['off without a domain', {}, false],
    ["off with a domain if the settings contain firewall: 'off'", { domain, firewall: 'off' }, false],
    ['on without a domain if the settings contain a firewall', { firewall: {} }, true],
  ] as const)('is on or off depending on the domain and the settings: %s', (_what, ingress, isOn) => {
    expect(stackWith(ingress).resource.aws_wafv2_web_acl !== undefined).toBe(isOn);
  });

  it.each([
    ['staging', staging, ofStaging],
    ['prod, where people upload files', prod, ofProd],
  ])('in %s, has exactly the expected rules, all of which block requests', (_name, stack, expected) => {
    expect(rulesOf(stack)).toEqual(expected.map(blocking));
  });

  it.each([
    ['staging', staging, undefined],
    // The query string of a profile's page contains a token.
    ['prod', prod, { data_protection: [{ action: 'SUBSTITUTION', field: { field_type: 'QUERY_STRING' } }] }],
  ])(
    'in %s, allows all other requests, and hides tokens in sampled requests',
    (name, stack, data_protection_config) => {
      const { rule: _rule, ...others } = webAclOf(stack);
      expect(others).toEqual({
        name: `eight-digit-${name}-firewall`,
        description: 'Rules for requests to the load balancer',
        scope: 'REGIONAL',
        default_action: { allow: {} },
        visibility_config: visible(`eight-digit-${name}-firewall`),
        ...(data_protection_config && { data_protection_config }),
      });
    },
  );

  it.each([
    ['ip-reputation', { ipReputation: 'count' }],
    ['rate', { rate: 'count' }],
    ['body-size', { bodySize: 'count' }],
    ['known-bad-inputs', { knownBadInputs: 'count' }],
    ['common', { commonRules: 'count' }],
  ] as const)('only counts the requests that match the rule %s if the settings say so', (name, firewall) => {
    const expected = ofStaging.map(blocking).map((rule) => {
      if (rule.name !== name) return rule;
      return 'action' in rule ? { ...rule, action: count } : { ...rule, override_action: count };
    });
    expect(rulesOf(stackWith({ firewall }))).toEqual(expected);
  });

  it('also only counts scripts in bodies if the common rules only count', () => {
    const ingress = { kind: 'load-balanced', plainHttp: 'accepted', firewall: { commonRules: 'count' } } as const;
    const stack = synthesized({ ...threeTiers, ingress });
    const modes = rulesOf(stack).map(({ name, action, override_action }) => [name, action ?? override_action]);
    expect(Object.fromEntries(modes)).toMatchObject({ common: count, 'body-content': count });
  });

  it('limits the requests per IP address to the number in the settings', () => {
    const [, rule] = rulesOf(stackWith({ firewall: { requestsPerAddress: 100 } }));
    expect(rule?.statement).toEqual({ rate_based_statement: { ...rate.rate_based_statement, limit: 100 } });
  });

  it.each([
    ['matches', '/profiles'],
    ['matches', '/profiles/0b4d1c9e-5d0c-4f6e-9a53-0e6f0f9f7a11'],
    ['does not match', '/profiles/0b4d1c9e-5d0c-4f6e-9a53-0e6f0f9f7a11/delete'],
    ['does not match', '/profiles/new'],
    ['does not match', '/entries'],
    ['does not match', '/'],
    ['does not match', '/x/profiles'],
  ])('recognizes uploads by their path: %s %s', (verb, path) => {
    expect(new RegExp(uploadPath).test(path)).toBe(verb === 'matches');
  });

  it('is attached to the load balancer', () => {
    expect(resource(staging, 'aws_wafv2_web_acl_association.load_balancer_firewall')).toEqual({
      resource_arn: reference('aws_lb.load_balancer.arn'),
      web_acl_arn: reference('aws_wafv2_web_acl.load_balancer_firewall.arn'),
    });
  });

  it.each([
    ['staging', staging, 30, []],
    ['prod', prod, 90, [{ query_string: {} }]],
  ])('in %s, logs blocked and counted requests, without tokens', (name, stack, retention_in_days, ofProfiles) => {
    expect(resource(stack, 'aws_cloudwatch_log_group.load_balancer_firewall')).toEqual({
      // WAF requires the prefix aws-waf-logs- in the name.
      name: `aws-waf-logs-eight-digit-${name}`,
      retention_in_days,
    });
    expect(logOf(stack)).toEqual({
      log_destination_configs: [reference('aws_cloudwatch_log_group.load_balancer_firewall.arn')],
      resource_arn: reference('aws_wafv2_web_acl.load_balancer_firewall.arn'),
      redacted_fields: [
        { single_header: { name: 'cookie' } },
        { single_header: { name: 'authorization' } },
        ...ofProfiles,
      ],
      logging_filter: {
        default_behavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({ action_condition: { action } })),
          },
        ],
      },
    });
  });
});
