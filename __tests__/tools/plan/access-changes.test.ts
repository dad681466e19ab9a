import { summarizePlan } from '../../../tools/plan/plan-summary';
import { expressionOf, type Planned, planOf } from '../../support/terraform/planned';

const access = (resources: Record<string, Planned>, state?: object) =>
  summarizePlan(
    planOf(resources, { prior_state: { values: { root_module: { resources: state ? [state as never] : [] } } } }),
  ).access;

const policy = (actions: string, resource: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions.split(' '), Resource: resource }] });
const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/EightDigit';

const group = { '= aws_security_group.app': { before: { id: 'sg-1' }, after: { id: 'sg-1' } } };
const rule = { ip_protocol: 'tcp', from_port: 5000, to_port: 5000, cidr_ipv4: '0.0.0.0/0', security_group_id: 'sg-1' };
const ingress = 'aws_vpc_security_group_ingress_rule.internet';
const egress = 'aws_vpc_security_group_egress_rule.https';

describe('Access in a plan', () => {
  it('contains the permissions that a changed policy adds and removes', () => {
    const change = {
      before: { policy: policy('a:One a:Two', table) },
      after: { policy: policy('a:Two a:Three', table) },
    };
    expect(access({ '~ aws_iam_role_policy.app': change })).toEqual([
      {
        address: 'aws_iam_role_policy.app',
        added: [`Allow a:Three on ${table}`],
        removed: [`Allow a:One on ${table}`],
      },
    ]);
  });

  it('does not change with the order of the actions in a policy, or with other arguments', () => {
    const change = {
      before: { policy: policy('a:One a:Two', table), name: 'x' },
      after: { policy: policy('a:Two a:One', table), name: 'y' },
    };
    expect(access({ '~ aws_iam_role_policy.app': change })).toEqual([]);
  });

  it('shows a reference to a new resource as its address, and a reference to an existing resource as its value', () => {
    const text = policy('a:One', `\${aws_dynamodb_table.entries.arn}/\${data.aws_caller_identity.current.account_id}`);
    const caller = { address: 'data.aws_caller_identity.current', values: { account_id: '123456789012' } };
    const resources = {
      '+ aws_dynamodb_table.entries': { after: { name: 'x' }, after_unknown: { arn: true } },
      '+ aws_iam_role_policy.app': {
        after_unknown: { policy: true },
        expressions: { policy: { constant_value: text } },
      },
    };
    expect(access(resources, caller)).toMatchObject([
      { added: ['Allow a:One on aws_dynamodb_table.entries.arn/123456789012'] },
    ]);
  });

  it('does not change if a policy changes only because a resource is replaced', () => {
    const text = policy('a:One', `\${aws_dynamodb_table.entries.arn}/index`);
    expect(
      access({
        '± aws_dynamodb_table.entries': { before: { arn: table }, after_unknown: { arn: true } },
        '~ aws_iam_role_policy.app': {
          before: { policy: policy('a:One', `${table}/index`) },
          after_unknown: { policy: true },
          expressions: { policy: { constant_value: text } },
        },
      }),
    ).toEqual([]);
  });

  it.each<[string, string, Planned, string[], string[]]>([
    ['a new rule', '+', { after: rule }, ['tcp 5000 from 0.0.0.0/0 into aws_security_group.app'], []],
    ['a deleted rule', '-', { before: rule }, [], ['tcp 5000 from 0.0.0.0/0 into aws_security_group.app']],
    [
      'a changed rule',
      '~',
      { before: rule, after: { ...rule, from_port: 1, to_port: 9, cidr_ipv4: '10.0.0.0/8' } },
      ['tcp 1-9 from 10.0.0.0/8 into aws_security_group.app'],
      ['tcp 5000 from 0.0.0.0/0 into aws_security_group.app'],
    ],
    [
      'a rule between new security groups',
      '+',
      {
        after: { ip_protocol: '-1' },
        after_unknown: { referenced_security_group_id: true, security_group_id: true },
        expressions: {
          referenced_security_group_id: expressionOf('aws_security_group.lb', 'id'),
          security_group_id: expressionOf('aws_security_group.app', 'id'),
        },
      },
      ['everything from aws_security_group.lb into aws_security_group.app'],
      [],
    ],
  ])('contains the ingress of %s', (_, sign, planned, added, removed) => {
    expect(access({ ...group, [`${sign} ${ingress}`]: planned })).toEqual([{ address: ingress, added, removed }]);
  });

  it('contains the egress that a rule of a security group allows', () => {
    expect(access({ ...group, [`+ ${egress}`]: { after: rule } })).toMatchObject([
      { added: ['tcp 5000 to 0.0.0.0/0 out of aws_security_group.app'] },
    ]);
  });

  it('contains the ingress and egress blocks of a security group', () => {
    const block = {
      protocol: 'tcp',
      from_port: 22,
      to_port: 22,
      cidr_blocks: ['0.0.0.0/0', '10.0.0.0/8'],
      security_groups: ['sg-1'],
    };
    const change = {
      before: { ingress: [block], egress: [{ protocol: '-1', from_port: 0, to_port: 0, self: true }] },
      after: { ingress: [], egress: [] },
    };
    expect(access({ ...group, '~ aws_default_security_group.network': change })).toMatchObject([
      {
        added: [],
        removed: [
          'tcp 22 from 0.0.0.0/0 into aws_default_security_group.network',
          'tcp 22 from 10.0.0.0/8 into aws_default_security_group.network',
          'tcp 22 from aws_security_group.app into aws_default_security_group.network',
          'everything to itself out of aws_default_security_group.network',
        ],
      },
    ]);
  });

  it('does not change if the security group of a rule is replaced', () => {
    expect(
      access({
        '± aws_security_group.app': { before: { id: 'sg-1' }, after_unknown: { id: true } },
        [`± ${ingress}`]: {
          before: rule,
          after: { ...rule, security_group_id: undefined },
          after_unknown: { security_group_id: true },
          expressions: { security_group_id: expressionOf('aws_security_group.app', 'id') },
        },
      }),
    ).toEqual([]);
  });

  it('contains the removal of an inline policy that somebody added to a role by hand', () => {
    const change = { before: { policy_names: ['entries', 'evil'] }, after: { policy_names: ['entries'] } };
    expect(access({ '~ aws_iam_role_policies_exclusive.app': change })).toMatchObject([
      { removed: ['the inline policy evil'] },
    ]);
  });

  it('does not change if a permissions boundary or an attached policy is only replaced', () => {
    const arn = 'arn:aws:iam::123456789012:policy/one';
    const follows = (argument: string): Planned => ({
      before: { [argument]: arn },
      after_unknown: { [argument]: true },
      expressions: { [argument]: expressionOf('aws_iam_policy.one', 'arn') },
    });
    expect(
      access({
        '± aws_iam_policy.one': { before: { arn }, after_unknown: { arn: true } },
        '~ aws_iam_role.app': follows('permissions_boundary'),
        '± aws_iam_role_policy_attachment.app': follows('policy_arn'),
      }),
    ).toEqual([]);
  });

  it('does not repeat inline policies that the plan creates as separate resources', () => {
    expect(access({ '+ aws_iam_role_policies_exclusive.app': { after: { policy_names: ['entries'] } } })).toEqual([]);
  });

  it.each<[string, Planned]>([
    ['before the change', { before_sensitive: { policy: true } }],
    ['after the change', { after_sensitive: { policy: true } }],
    ['because the whole resource is', { after_sensitive: true }],
  ])('does not contain a policy that is sensitive %s', (_, marks) => {
    const change = { before: { policy: policy('a:One', 'x') }, after: { policy: policy('a:Two', 'x') }, ...marks };
    expect(access({ '~ aws_iam_role_policy.app': change })).toEqual([]);
  });
});

describe('Access to CloudFront in a plan', () => {
  const limit = {
    action: [{ block: [{}] }],
    statement: [{ not_statement: [{ statement: [{ ip_set_reference_statement: [{ arn: 'arn:set' }] }] }] }],
  };
  const cdn = 'aws_cloudfront_distribution.cdn';
  const acl = (rule: readonly object[]) => ({ arn: 'arn:acl', rule });
  const set = (...addresses: string[]) => ({ arn: 'arn:set', addresses });
  const used = { web_acl_id: 'arn:acl' };
  const same = (values: object): Planned => ({ before: values, after: values });
  const from = (network: string) => `HTTPS from ${network} into ${cdn}`;

  it('is open to the internet without a web ACL, and with a web ACL that does not limit the networks', () => {
    const opened = [{ address: cdn, added: [from('0.0.0.0/0')], removed: [] }];
    expect(access({ [`+ ${cdn}`]: { after: {} } })).toEqual(opened);
    const other = { '= aws_wafv2_web_acl.acl': same(acl([{ action: [{ block: [{}] }], statement: [{}] }])) };
    expect(access({ ...other, [`+ ${cdn}`]: { after: used } })).toEqual(opened);
  });

  it('is limited by a new web ACL, even if the ARN and the IP set of the web ACL are not known yet', () => {
    const { arn: _arn, ...newAcl } = acl([limit]);
    const { arn: _set, ...newSet } = set('203.0.113.0/24', '198.51.100.0/24');
    expect(
      access({
        '+ aws_wafv2_ip_set.set': { after: newSet },
        '+ aws_wafv2_web_acl.acl': {
          after: newAcl,
          expressions: { rule: expressionOf('aws_wafv2_ip_set.set', 'arn') },
        },
        [`+ ${cdn}`]: { after: {}, expressions: { web_acl_id: expressionOf('aws_wafv2_web_acl.acl', 'arn') } },
      }),
    ).toEqual([{ address: cdn, added: [from('203.0.113.0/24'), from('198.51.100.0/24')], removed: [] }]);
  });

  it('changes with the ranges of the IP set, and with the rules of the web ACL', () => {
    const unchanged = { [`= ${cdn}`]: same(used) };
    const sets = { '~ aws_wafv2_ip_set.set': { before: set('10.0.0.0/8', '192.0.2.0/24'), after: set('10.0.0.0/8') } };
    expect(access({ ...unchanged, ...sets, '= aws_wafv2_web_acl.acl': same(acl([limit])) })).toEqual([
      { address: cdn, added: [], removed: [from('192.0.2.0/24')] },
    ]);
    const removed = { '~ aws_wafv2_web_acl.acl': { before: acl([limit]), after: acl([]) } };
    expect(access({ ...unchanged, ...removed, '= aws_wafv2_ip_set.set': same(set('10.0.0.0/8')) })).toEqual([
      { address: cdn, added: [from('0.0.0.0/0')], removed: [from('10.0.0.0/8')] },
    ]);
  });
});
