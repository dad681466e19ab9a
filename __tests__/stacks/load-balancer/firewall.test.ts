import type { Firewall, PlainIngress, SecureIngress } from '../../../stacks/environment';
import { balanced, threeTiers } from '../../support/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/synthesized';

interface Rule {
  readonly name: string;
  readonly action?: object;
  readonly override_action?: object;
  readonly statement: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const domain = { name: 'example.com', zone: 'example.com' };

function behind(ingress: Omit<PlainIngress, 'kind'> | Omit<SecureIngress, 'kind'>): SynthesizedStack {
  return synthesized({ ...balanced, ingress: { kind: 'load-balanced', ...ingress } });
}

function rulesOf(firewall: Firewall): Rule[] {
  return resource(behind({ firewall }), 'aws_wafv2_web_acl.load_balancer_firewall').rule as Rule[];
}

const standard = rulesOf({});

it.each([
  ['on with a domain', { domain }, true],
  ['off without one', {}, false],
  ['off where the environment says so', { domain, firewall: 'off' }, false],
  ['on without a domain where the environment says so', { firewall: {} }, true],
] as const)('is %s', (_title, ingress, isOn) => {
  expect(behind(ingress).resource.aws_wafv2_web_acl !== undefined).toBe(isOn);
});

it('has AWS’s rules, a rate for each address and a limit of bodies', () => {
  expect(standard.map(({ name }) => name)).toEqual([
    'ip-reputation',
    'rate',
    'body-size',
    'known-bad-inputs',
    'common',
  ]);
});

it.each(standard)('$name blocks, unless the environment says otherwise', ({ action, override_action }) => {
  expect(action ?? override_action).toEqual(action ? { block: {} } : { none: {} });
});

it.each([
  ['ip-reputation', { ipReputation: 'count' }],
  ['rate', { rate: 'count' }],
  ['body-size', { bodySize: 'count' }],
  ['known-bad-inputs', { knownBadInputs: 'count' }],
  ['common', { commonRules: 'count' }],
] as const)('%s alone can be set to count', (name, settings) => {
  const counting = rulesOf(settings).filter(
    ({ action, override_action }) => 'count' in (action ?? override_action ?? {}),
  );
  expect(counting.map((rule) => rule.name)).toEqual([name]);
});

it('a group of AWS has an override and no action, an own rule the reverse: AWS takes nothing else', () => {
  for (const { statement, action, override_action } of standard) {
    const isGroup = 'managed_rule_group_statement' in statement;
    expect([action === undefined, override_action === undefined]).toEqual([isGroup, !isGroup]);
  }
});

it('counts the requests of an address over five minutes', () => {
  const rate = (settings: Firewall) => rulesOf(settings)[1]?.statement.rate_based_statement;
  expect(rate({})).toEqual({ limit: 2000, aggregate_key_type: 'IP', evaluation_window_sec: 300 });
  expect(rate({ requestsPerAddress: 100 })?.limit).toBe(100);
});

it('lets no body through that is longer than what it reads', () => {
  expect(standard[2]?.statement.size_constraint_statement).toMatchObject({
    comparison_operator: 'GT',
    size: 8192,
    field_to_match: { body: { oversize_handling: 'MATCH' } },
  });
});

it('leaves the size of bodies to that rule, which has a mode of its own', () => {
  expect(standard[4]?.statement.managed_rule_group_statement?.rule_action_override).toEqual([
    { name: 'SizeRestrictions_BODY', action_to_use: { count: {} } },
  ]);
});

it('gives every rule a priority of its own', () => {
  const priorities = standard.map((rule) => (rule as unknown as { priority: number }).priority);
  expect(new Set(priorities).size).toBe(standard.length);
});

it('stands before the load balancer', () => {
  expect(resource(behind({ domain }), 'aws_wafv2_web_acl_association.load_balancer_firewall')).toMatchObject({
    resource_arn: reference('aws_lb.load_balancer.arn'),
    web_acl_arn: reference('aws_wafv2_web_acl.load_balancer_firewall.arn'),
  });
});

it('logs to a group whose name WAF takes, without cookies', () => {
  const stack = behind({ domain });
  expect(resource(stack, 'aws_cloudwatch_log_group.load_balancer_firewall')).toMatchObject({
    name: 'aws-waf-logs-eight-digit-staging',
    retention_in_days: 30,
  });
  expect(resource(stack, 'aws_wafv2_web_acl_logging_configuration.load_balancer_firewall')).toMatchObject({
    log_destination_configs: [reference('aws_cloudwatch_log_group.load_balancer_firewall.arn')],
    redacted_fields: expect.arrayContaining([{ single_header: { name: 'cookie' } }]),
  });
});

it('logs what it blocks and counts, and not what passes', () => {
  const { logging_filter } = resource(
    behind({ domain }),
    'aws_wafv2_web_acl_logging_configuration.load_balancer_firewall',
  );
  expect(logging_filter).toMatchObject({ default_behavior: 'DROP' });
});

describe('where people upload files', () => {
  const stack = synthesized(threeTiers);
  const rules = resource(stack, 'aws_wafv2_web_acl.load_balancer_firewall').rule as Rule[];
  const named = (name: string) => rules.find((rule) => rule.name === name)?.statement;
  const both = (name: string) => (named(name)?.and_statement?.statement ?? []) as object[];
  const [, exception] = both('body-size');

  it('a long body is let through where a profile is posted, and nowhere else', () => {
    expect(both('body-size')).toEqual([
      standard[2]?.statement,
      { not_statement: { statement: [{ and_statement: { statement: expect.anything() } }] } },
    ]);
    expect(JSON.stringify(exception)).toContain('"search_string":"POST"');
  });

  it.each([
    ['/profiles', true],
    ['/profiles/0b4d1c9e-5d0c-4f6e-9a53-0e6f0f9f7a11', true],
    ['/profiles/0b4d1c9e-5d0c-4f6e-9a53-0e6f0f9f7a11/delete', false],
    ['/profiles/new', false],
    ['/entries', false],
    ['/', false],
    ['/x/profiles', false],
  ])('whether %s is such a place: %s', (path, expected) => {
    const [, pattern = '$^'] = /"regex_string":"([^"]*)"/.exec(JSON.stringify(exception)) ?? [];
    expect(new RegExp(pattern).test(path)).toBe(expected);
  });

  it('what looks like a script in a picture is only counted by the common rules, and blocked elsewhere by their labels', () => {
    const common = named('common')?.managed_rule_group_statement?.rule_action_override as { name: string }[];
    const counted = common.map(({ name }) => name.toLowerCase()).filter((name) => !name.startsWith('size'));
    const labels = [...JSON.stringify(both('body-content')).matchAll(/core-rule-set:(\w+)/g)].map(([, label]) =>
      label?.toLowerCase(),
    );
    expect(labels).toEqual(counted);
    expect(both('body-content')[1]).toEqual(exception);
  });

  it('asks for labels after the rules that put them on', () => {
    const names = rules.map(({ name }) => name);
    expect(names.indexOf('body-content')).toBeGreaterThan(names.indexOf('common'));
  });

  it.each([
    [
      'the firewall',
      'aws_wafv2_web_acl_logging_configuration.load_balancer_firewall',
      'redacted_fields',
      '"query_string":{}',
    ],
    ['the load balancer', 'aws_lb.load_balancer', 'access_logs', '"enabled":false'],
  ])('%s writes no token of an address into its log', (_what, address, attribute, says) => {
    expect(JSON.stringify(resource(stack, address)[attribute])).toContain(says);
  });
});
