import { summarizePlan } from '../../../tools/plan/plan-summary';
import { formatSummary } from '../../../tools/plan/summary-text';
import type { Change } from '../../../tools/terraform/plan-json';
import { expressionOf, type Planned, planOf } from '../../support/terraform/planned';

const text = (resources: Record<string, Planned>, rest?: Parameters<typeof planOf>[1]) =>
  formatSummary(summarizePlan(planOf(resources, rest)));

/** Returns `count` addresses, each with the same planned resource. */
const many = (count: number, key: string, planned: Planned = {}) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${key}_${index}`, planned]));

const unknownVpc: Planned = {
  before: { vpc_id: 'vpc-1' },
  after_unknown: { vpc_id: true },
  replace_paths: [['vpc_id']],
  expressions: { vpc_id: expressionOf('aws_vpc.network', 'id') },
};
const renamed = { before: { name: 'a' }, after: { name: 'b' }, replace_paths: [['name']] };
const open = { ip_protocol: 'tcp', from_port: 80, to_port: 80, cidr_ipv4: '0.0.0.0/0', security_group_id: 'sg-1' };
const inside = { ...open, cidr_ipv4: '10.0.0.0/8' };
const fromGroup = { ...open, cidr_ipv4: undefined, referenced_security_group_id: 'sg-2' };
const fromList = { ...open, cidr_ipv4: undefined, prefix_list_id: 'pl-0123456789abcdef0' };

describe('Summary text', () => {
  it.each<[string, Record<string, Planned>, string[]]>([
    ['no change', { '= aws_vpc.network': {} }, ['No changes.']],
    [
      'a few new resources',
      { '+ aws_vpc.network': {}, '+ aws_eip.nat': {} },
      ['2 to create', '  + aws_vpc.network', '  + aws_eip.nat'],
    ],
    [
      'many new resources',
      { ...many(12, '+ aws_subnet.s'), '+ aws_vpc.network': {}, '+ aws_iam_role.app': {}, '+ null_resource.x': {} },
      ['15 to create', '  + access   iam_role', '  + network  subnet ×12, vpc', '  + other    null_resource'],
    ],
    [
      'a changed argument',
      { '~ aws_ecs_service.app': { before: { desired_count: 1 }, after: { desired_count: 2 } } },
      ['1 to change', '  ~ aws_ecs_service.app', '      desired_count: 1 → 2'],
    ],
    [
      'many changed arguments',
      { '~ aws_vpc.network': { before: {}, after: { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1 } } },
      [
        '1 to change',
        '  ~ aws_vpc.network',
        ...[...'abcdef'].map((name) => `      ${name}: none → 1`),
        '      and 2 more',
      ],
    ],
    [
      'a replacement with its cause, before the replacements that follow from it',
      {
        '± aws_subnet.public': unknownVpc,
        '± aws_vpc.network': {
          before: { cidr: '1', tags: 'a' },
          after: { cidr: '2', tags: 'b' },
          replace_paths: [['cidr']],
        },
        '± aws_internet_gateway.network': { action_reason: 'replace_by_triggers' },
      },
      [
        '3 to replace',
        '  ± aws_vpc.network: replaced because of cidr',
        '      cidr: 1 → 2',
        '  ± aws_subnet.public (vpc_id), aws_internet_gateway.network',
        '      because a resource that they refer to is new or replaced',
      ],
    ],
    [
      'a replacement that no argument causes',
      {
        '± aws_vpc.one': { action_reason: 'replace_because_tainted' },
        '± aws_vpc.two': { action_reason: 'replace_by_request' },
      },
      [
        '2 to replace',
        '  ± aws_vpc.one: replaced because of its failed creation',
        '  ± aws_vpc.two: replaced because of the option -replace',
      ],
    ],
    [
      'a new revision of a task definition',
      {
        '± aws_ecs_task_definition.app[0]': { before: { cpu: '256' }, after: { cpu: '512' }, replace_paths: [['cpu']] },
      },
      ['1 to replace', '  ± aws_ecs_task_definition.app[0]: a new revision because of cpu', '      cpu: 256 → 512'],
    ],
    [
      'many replacements',
      { ...many(14, '± aws_ssm_parameter.p', renamed) },
      ['14 to replace', '  ± other  ssm_parameter ×14', '      replaced because of name (14)'],
    ],
    [
      'a change that only follows from a new resource',
      { '~ aws_ecs_service.app[0]': { ...unknownVpc, replace_paths: undefined } },
      [
        '1 to change',
        '  ~ aws_ecs_service.app[0] (vpc_id)',
        '      because a resource that it refers to is new or replaced',
      ],
    ],
    [
      'a resource that leaves the state',
      { '. aws_vpc.network': {} },
      ['1 to forget', '  . aws_vpc.network, which stays in AWS'],
    ],
    [
      'a new address',
      { '= aws_vpc.records': { previous_address: 'aws_vpc.entries' } },
      ['1 to move', '  > aws_vpc.records, until now aws_vpc.entries'],
    ],
    [
      'data loss at the end',
      { '- aws_dynamodb_table.entries': {}, '- aws_vpc.network': {} },
      [
        '2 to destroy',
        '  - aws_dynamodb_table.entries',
        '  - aws_vpc.network',
        '',
        'DATA LOSS',
        '  aws_dynamodb_table.entries is destroyed: this deletes every item in the table.',
      ],
    ],
    [
      'access in a separate section',
      {
        '+ aws_vpc_security_group_ingress_rule.web': { after: open },
        '- aws_vpc_security_group_ingress_rule.old': { before: inside },
        '+ aws_vpc.network': {},
      },
      [
        '2 to create, 1 to destroy',
        '  + aws_vpc.network',
        '',
        'PERMISSIONS AND NETWORK ACCESS',
        '  + aws_vpc_security_group_ingress_rule.web',
        '      + tcp 80 from 0.0.0.0/0 into sg-1',
        '  - aws_vpc_security_group_ingress_rule.old',
        '      - tcp 80 from 10.0.0.0/8 into sg-1',
      ],
    ],
    [
      'only new rules for IP ranges and prefix lists, and the number of the other new rules',
      {
        ...many(13, '+ aws_vpc_security_group_ingress_rule.in', { after: fromGroup }),
        '+ aws_vpc_security_group_ingress_rule.list': { after: fromList },
        '+ aws_vpc_security_group_ingress_rule.office': { after: inside },
        '+ aws_vpc_security_group_ingress_rule.web': { after: open },
      },
      [
        '16 to create',
        '  + access  vpc_security_group_ingress_rule ×16',
        '',
        'PERMISSIONS AND NETWORK ACCESS',
        '  + aws_vpc_security_group_ingress_rule.list',
        '      + tcp 80 from pl-0123456789abcdef0 into sg-1',
        '  + aws_vpc_security_group_ingress_rule.office',
        '      + tcp 80 from 10.0.0.0/8 into sg-1',
        '  + aws_vpc_security_group_ingress_rule.web',
        '      + tcp 80 from 0.0.0.0/0 into sg-1',
        '  13 more of the new resources above add permissions or network access',
      ],
    ],
    [
      'the changed arguments of a role above its permissions',
      {
        '~ aws_iam_role.app': {
          before: { permissions_boundary: '', max_session_duration: 1 },
          after: { permissions_boundary: 'arn', max_session_duration: 2 },
        },
      },
      [
        '1 to change',
        '  ~ aws_iam_role.app',
        '      permissions_boundary: none → arn',
        '      max_session_duration: 1 → 2',
        '',
        'PERMISSIONS AND NETWORK ACCESS',
        '  + aws_iam_role.app',
        '      + the permissions boundary arn',
      ],
    ],
  ])('shows %s', (_what, resources, lines) => {
    expect(text(resources).split('\n')).toEqual(lines);
  });

  it.each<[string, Record<string, Planned>, Record<string, Partial<Change>>, string[]]>([
    [
      'all outputs if no resource changes',
      {},
      { url: { before: 'a', after: 'b' } },
      ['No changes.', '  outputs', '      url: a → b'],
    ],
    [
      'no output that is a string if a resource changes',
      { '+ aws_vpc.n': {} },
      { url: { before: 'a', after: 'b' } },
      ['1 to create', '  + aws_vpc.n'],
    ],
    [
      'an output that is a list, even if a resource changes',
      { '+ aws_vpc.n': {} },
      { added_by_hand: { before: [], after: ['sgr-1'] } },
      ['1 to create', '  + aws_vpc.n', '  outputs', '      added_by_hand: none → ["sgr-1"]'],
    ],
  ])('shows %s', (_what, resources, outputs, lines) => {
    const changes = Object.entries(outputs).map(([name, change]) => [
      name,
      { actions: ['update'], before: null, after: null, ...change } as Change,
    ]);
    expect(text(resources, { output_changes: Object.fromEntries(changes) }).split('\n')).toEqual(lines);
  });

  it('breaks long lines of names and warnings after at most 111 characters', () => {
    const message = 'A rule was added by hand. '.repeat(20).trim();
    const address = { kind: 'check', to_display: 'x' };
    const checks = [{ address, status: 'fail', instances: [{ problems: [{ message }] }] }] as const;
    const lines = text({ ...many(12, '± aws_subnet.a_rather_long_name', unknownVpc) }, { checks }).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(111);
    expect(lines).toContain('WARNINGS');
  });
});
