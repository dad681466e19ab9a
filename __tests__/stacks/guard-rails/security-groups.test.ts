import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule, type SecurityGroupRuleConfig } from '@cdktf/provider-aws/lib/security-group-rule';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import {
  VpcSecurityGroupIngressRule,
  type VpcSecurityGroupIngressRuleConfig,
} from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { TerraformResource } from 'cdktf';
import { type EmptyStack, violations } from '../../support/stacks/violations';

const described = (stack: EmptyStack, id: string) => new SecurityGroup(stack, id, { description: id });

function defineService(stack: EmptyStack): SecurityGroup {
  const group = described(stack, 'tasks');
  const networkConfiguration = { subnets: ['subnet-1'], securityGroups: [group.id] };
  new EcsService(stack, 'app', { name: 'app', propagateTags: 'SERVICE', networkConfiguration });
  return group;
}

function defineLoadBalancer(stack: EmptyStack, internal = false): SecurityGroup {
  const group = described(stack, 'entrance');
  new Lb(stack, 'lb', { name: 'app', internal, securityGroups: [group.id] });
  return group;
}

type Ingress = Partial<VpcSecurityGroupIngressRuleConfig>;

function open(stack: EmptyStack, { id }: SecurityGroup, port: number, more: Ingress = {}): void {
  new VpcSecurityGroupIngressRule(stack, 'rule', {
    securityGroupId: id,
    description: 'HTTP from the internet',
    cidrIpv4: '0.0.0.0/0',
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    ...more,
  });
}

const toTasks = [
  expect.stringMatching(/^dev\/rule: This lets the whole internet in, .* the service's tasks, by TCP at port 5000\./),
];
const toLoadBalancer = [
  expect.stringMatching(/^dev\/rule: .* is the load balancer, by TCP at the ports 80 and 443\. Let in/),
];

const toApp = { protocol: 'tcp', fromPort: 5000, toPort: 5000, description: 'HTTP' };

describe('where there is no load balancer', () => {
  it.each<[string, Ingress]>([
    ['IPv4', {}],
    ['IPv6', { cidrIpv4: undefined, cidrIpv6: '::/0' }],
    ['TCP by its number', { ipProtocol: '6' }],
  ])('the tasks may be open at the port of the app, to all of %s', (_family, more) => {
    expect(violations((stack) => open(stack, defineService(stack), 5000, more))).toEqual([]);
  });

  it.each<[string, number, Ingress]>([
    ['another port', 22, {}],
    ['ports around that of the app', 5000, { toPort: 5001 }],
    ['every protocol', 5000, { ipProtocol: '-1', fromPort: undefined, toPort: undefined }],
    ['UDP', 5000, { ipProtocol: 'udp' }],
    ...['0.0.0.0/00', '128.0.0.0/1', '64.0.0.0/2', '8.0.0.0/7'].map((cidrIpv4): [string, number, Ingress] => [
      `another port, by the range ${cidrIpv4}`,
      22,
      { cidrIpv4 },
    ]),
    ['another port, by an eighth of IPv6', 22, { cidrIpv4: undefined, cidrIpv6: '2000::/3' }],
    ['another port, by IPv6', 22, { cidrIpv4: undefined, cidrIpv6: '::/0' }],
  ])('they may not be open at %s', (_title, port, more) => {
    expect(violations((stack) => open(stack, defineService(stack), port, more))).toEqual(toTasks);
  });

  it('the tasks may be open at that port by a block of their group', () => {
    const found = violations((stack) => {
      const tasks = defineService(stack);
      tasks.putIngress([{ ...toApp, cidrBlocks: ['0.0.0.0/0'] }]);
    });
    expect(found).toEqual([]);
  });

  it('nothing else may be open at that port', () => {
    expect(violations((stack) => open(stack, described(stack, 'other'), 5000))).toEqual(toTasks);
  });

  it('a load balancer that does not face the internet is no entrance', () => {
    expect(violations((stack) => open(stack, defineLoadBalancer(stack, true), 80))).toEqual(toTasks);
  });
});

describe('where there is a load balancer', () => {
  it.each([80, 443])('it may be open at port %d', (port) => {
    expect(violations((stack) => open(stack, defineLoadBalancer(stack), port))).toEqual([]);
  });

  it('it may be open under its older name', () => {
    const found = violations((stack) => {
      const entrance = described(stack, 'entrance');
      const lb = new TerraformResource(stack, 'lb', { terraformResourceType: 'aws_alb' });
      lb.addOverride('security_groups', [entrance.id]);
      open(stack, entrance, 80);
    });
    expect(found).toEqual([]);
  });

  it('it may not be open at another port', () => {
    expect(violations((stack) => open(stack, defineLoadBalancer(stack), 5000))).toEqual(toLoadBalancer);
  });

  it('the tasks may not be open', () => {
    const found = violations((stack) => {
      defineLoadBalancer(stack);
      open(stack, defineService(stack), 5000);
    });
    expect(found).toEqual(toLoadBalancer);
  });
});

it.each<Ingress>([
  { cidrIpv4: '10.0.0.0/8' },
  { cidrIpv4: '192.0.2.0/24' },
  { cidrIpv4: '192.0.2.7/32' },
  { cidrIpv4: '192.0.2.0/17' },
  { cidrIpv4: undefined, cidrIpv6: 'fd00::/8' },
  { cidrIpv4: undefined, cidrIpv6: '2001:db8::/32' },
])('a range with a prefix from /8 may come in anywhere: %j', (more) => {
  expect(violations((stack) => open(stack, defineService(stack), 22, more))).toEqual([]);
});

const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22, description: 'SSH' };

it.each<[string, (stack: EmptyStack) => unknown]>([
  [
    'a block of a group',
    (stack) => new SecurityGroup(stack, 'rule', { description: 'a', ingress: [{ ...ssh, cidrBlocks: ['0.0.0.0/0'] }] }),
  ],
  [
    "a block of the VPC's own group",
    (stack) => new DefaultSecurityGroup(stack, 'rule', { ingress: [{ ...ssh, ipv6CidrBlocks: ['::/0'] }] }),
  ],
  [
    'a rule of the older type',
    (stack) =>
      new SecurityGroupRule(stack, 'rule', {
        ...ssh,
        type: 'ingress',
        securityGroupId: 'sg-1',
        cidrBlocks: ['0.0.0.0/0'],
      }),
  ],
  [
    'repeated blocks',
    (stack) =>
      new SecurityGroup(stack, 'rule', { description: 'a' }).addOverride('dynamic.ingress', {
        for_each: [22],
        content: { description: 'SSH', protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] },
      }),
  ],
])('%s may not let the internet in', (_title, define) => {
  expect(violations(define)).toEqual(toTasks);
});

const unknown = [
  expect.stringMatching(
    /^dev\/rule: This lets .+ in, which may be the whole internet, .* write the range, or refer to/,
  ),
];
const group = (stack: EmptyStack) => new SecurityGroup(stack, 'rule', { description: 'a' });
const olderRule = (stack: EmptyStack, more: Partial<SecurityGroupRuleConfig>) =>
  new SecurityGroupRule(stack, 'rule', { ...ssh, type: 'ingress', securityGroupId: 'sg-1', ...more });

it.each([
  { cidrIpv4: `\${var.range}` },
  { cidrIpv4: `\${"0.0.0.0/0"}` },
  { cidrIpv4: '%{if true}0.0.0.0/0%{endif}' },
  { cidrIpv4: `\${each.value}` },
  { cidrIpv4: `\${aws_vpc.network.tags.range}` },
  { cidrIpv6: `\${var.range}` },
  { cidrIpv4: `0\${aws_vpc.network.cidr_block}` },
  { cidrIpv4: `\${aws_vpc.network.cidr_block}/16` },
  { prefixListId: 'pl-1' },
  { prefixListId: `pl-\${data.aws_ec2_managed_prefix_list.all.id}` },
  { prefixListId: `\${data.aws_ec2_managed_prefix_list.all.id}-1` },
  { prefixListId: `\${aws_ec2_managed_prefix_list.all.id}` },
])('a rule may not let in what nobody knows: %j', (more) => {
  expect(violations((stack) => open(stack, described(stack, 'other'), 22, { cidrIpv4: undefined, ...more }))).toEqual(
    unknown,
  );
});

it.each<[string, (stack: EmptyStack) => unknown]>([
  ['blocks that are an expression', (stack) => group(stack).addOverride('ingress', `\${var.rules}`)],
  [
    'repeated blocks of repeated ranges',
    (stack) =>
      group(stack).addOverride('dynamic', [
        { ingress: [{ for_each: [1], content: { description: 'a', cidr_blocks: [`\${ingress.value}`] } }] },
      ]),
  ],
  ['a rule of the older type', (stack) => olderRule(stack, { cidrBlocks: [`\${var.range}`] })],
  [
    'a rule of the older type whose direction is an expression',
    (stack) => olderRule(stack, { type: `\${"ingress"}`, ipv6CidrBlocks: [`\${var.range}`] }),
  ],
  ['a prefix list in a rule of the older type', (stack) => olderRule(stack, { prefixListIds: ['pl-1'] })],
])('%s may not let in what nobody knows', (_title, define) => {
  expect(violations(define)).toEqual(unknown);
});

it('a direction that is an expression may be inwards', () => {
  const found = violations((stack) => olderRule(stack, { type: `\${"ingress"}`, cidrBlocks: ['0.0.0.0/0'] }));
  expect(found).toEqual(toTasks);
});

it.each([
  { cidrIpv4: `\${aws_vpc.network.cidr_block}` },
  { cidrIpv4: `\${data.aws_subnet.private[0].cidr_block}` },
  { cidrIpv6: `\${aws_vpc.network.ipv6_cidr_block}` },
  { cidrIpv4: `\${data.aws_subnet.private[count.index].cidr_block}` },
  { prefixListId: `\${data.aws_ec2_managed_prefix_list.cloudfront.id}` },
  { prefixListId: `\${data.aws_ec2_managed_prefix_list.own["office"].id}` },
])('a network of the stack may come in anywhere: %j', (more) => {
  expect(violations((stack) => open(stack, described(stack, 'other'), 22, { cidrIpv4: undefined, ...more }))).toEqual(
    [],
  );
});

it('a rule of the older type may let out to everywhere', () => {
  const found = violations(
    (stack) =>
      new SecurityGroupRule(stack, 'rule', {
        ...ssh,
        type: 'egress',
        securityGroupId: 'sg-1',
        cidrBlocks: ['0.0.0.0/0'],
      }),
  );
  expect(found).toEqual([]);
});

it.each<[string, (stack: EmptyStack) => unknown]>([
  ['a group', (stack) => new SecurityGroup(stack, 'rule', { vpcId: 'vpc-1' })],
  [
    'a block in a group',
    (stack) => new SecurityGroup(stack, 'rule', { description: 'a', ingress: [{ ...ssh, description: '' }] }),
  ],
  [
    'an outgoing block in a group',
    (stack) => new SecurityGroup(stack, 'rule', { description: 'a', egress: [{ ...ssh, description: undefined }] }),
  ],
  [
    "a block in the VPC's own group",
    (stack) => new DefaultSecurityGroup(stack, 'rule', { egress: [{ ...ssh, description: ' ' }] }),
  ],
  [
    'a rule of the older type',
    (stack) =>
      new SecurityGroupRule(stack, 'rule', { ...ssh, type: 'egress', securityGroupId: 'sg-1', description: undefined }),
  ],
  [
    'a rule of what goes out',
    (stack) => new VpcSecurityGroupEgressRule(stack, 'rule', { securityGroupId: 'sg-1', ipProtocol: '-1' }),
  ],
  [
    'a rule',
    (stack) => open(stack, described(stack, 'group'), 22, { cidrIpv4: '192.0.2.0/24', description: undefined }),
  ],
])('%s without a description is refused', (_title, define) => {
  expect(violations(define)).toEqual([
    expect.stringMatching(/^dev\/rule: A security group and each of its rules needs a/),
  ]);
});
