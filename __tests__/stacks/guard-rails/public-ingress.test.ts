import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EcsService, type EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule, type SecurityGroupRuleConfig } from '@cdktf/provider-aws/lib/security-group-rule';
import {
  VpcSecurityGroupIngressRule,
  type VpcSecurityGroupIngressRuleConfig,
} from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { TerraformResource } from 'cdktf';
import { type EmptyStack, violations } from '../../support/stacks/violations';

const described = (stack: EmptyStack, id: string) => new SecurityGroup(stack, id, { description: id });

function defineService(stack: EmptyStack, more: Partial<EcsServiceConfig> = {}): SecurityGroup {
  const group = described(stack, 'tasks');
  const networkConfiguration = { subnets: ['subnet-1'], securityGroups: [group.id] };
  new EcsService(stack, 'app', { name: 'app', propagateTags: 'SERVICE', networkConfiguration, ...more });
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

/** Defines a service whose task has a container with this port. Returns the security group of the tasks. */
function defineTask(stack: EmptyStack, containerPort: number): SecurityGroup {
  new EcsTaskDefinition(stack, 'task', {
    family: 'app',
    containerDefinitions: JSON.stringify([{ name: 'app', portMappings: [{ containerPort }] }]),
  });
  return defineService(stack);
}

const toTasks = [
  expect.stringMatching(
    /^dev\/rule: This rule allows ingress from the whole internet, .* the tasks of the service, TCP port 5000\./,
  ),
];
const toLoadBalancer = [expect.stringMatching(/^dev\/rule: .* is the load balancer, TCP ports 80 and 443\. Allow/)];

const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22, description: 'SSH' };
const toApp = { protocol: 'tcp', fromPort: 5000, toPort: 5000, description: 'HTTP' };

describe('ingress without a public load balancer', () => {
  it.each<[string, Ingress]>([
    ['IPv4', {}],
    ['IPv6', { cidrIpv4: undefined, cidrIpv6: '::/0' }],
    ['the protocol number of TCP', { ipProtocol: '6' }],
  ])("is allowed from the internet to the tasks on the app's port with %s", (_family, more) => {
    expect(violations((stack) => open(stack, defineService(stack), 5000, more))).toEqual([]);
  });

  it('is allowed only on the port in the task definition, even if the shipped app has another port', () => {
    expect(violations((stack) => open(stack, defineTask(stack, 8080), 8080))).toEqual([]);
    expect(violations((stack) => open(stack, defineTask(stack, 8080), 5000))).toEqual([
      expect.stringContaining('the tasks of the service, TCP port 8080.'),
    ]);
  });

  it.each<[string, number, Ingress]>([
    ['the internet on another port', 22, {}],
    ['the internet on a range of ports', 5000, { toPort: 5001 }],
    ['the internet for all protocols', 5000, { ipProtocol: '-1', fromPort: undefined, toPort: undefined }],
    ['the internet over UDP', 5000, { ipProtocol: 'udp' }],
    ...['0.0.0.0/00', '128.0.0.0/1', '64.0.0.0/2', '8.0.0.0/7'].map((cidrIpv4): [string, number, Ingress] => [
      `${cidrIpv4} on another port`,
      22,
      { cidrIpv4 },
    ]),
    ['an eighth of IPv6 on another port', 22, { cidrIpv4: undefined, cidrIpv6: '2000::/3' }],
    ['the IPv6 internet on another port', 22, { cidrIpv4: undefined, cidrIpv6: '::/0' }],
  ])('is forbidden to the tasks from %s', (_title, port, more) => {
    expect(violations((stack) => open(stack, defineService(stack), port, more))).toEqual(toTasks);
  });

  it('is also allowed from the internet to the tasks in an inline `ingress` block', () => {
    const found = violations((stack) => {
      const tasks = defineService(stack);
      tasks.putIngress([{ ...toApp, cidrBlocks: ['0.0.0.0/0'] }]);
    });
    expect(found).toEqual([]);
  });

  it('is forbidden from the internet to security groups other than that of the tasks', () => {
    expect(violations((stack) => open(stack, described(stack, 'other'), 5000))).toEqual(toTasks);
  });

  it('is forbidden from the internet to the tasks if CloudFront reaches them through an internal load balancer', () => {
    const found = violations((stack) => {
      const entrance = defineLoadBalancer(stack, true);
      const tasks = defineService(stack, { loadBalancer: [{ containerName: 'app', containerPort: 5000 }] });
      open(stack, tasks, 5000);
      new VpcSecurityGroupIngressRule(stack, 'list', {
        securityGroupId: entrance.id,
        description: 'HTTP from CloudFront',
        prefixListId: new DataAwsEc2ManagedPrefixList(stack, 'cloudfront', {
          name: 'com.amazonaws.global.cloudfront.origin-facing',
        }).id,
        ipProtocol: 'tcp',
      });
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^dev\/rule: .* the only public entrance is CloudFront, through the internal load balancer\./,
      ),
    ]);
  });

  it('is forbidden from the internet to an internal load balancer', () => {
    expect(violations((stack) => open(stack, defineLoadBalancer(stack, true), 80))).toEqual(toTasks);
  });
});

describe('ingress with a public load balancer', () => {
  it.each([80, 443])('is allowed from the internet to the load balancer on port %d', (port) => {
    expect(violations((stack) => open(stack, defineLoadBalancer(stack), port))).toEqual([]);
  });

  it('is allowed from the internet to a load balancer of the type aws_alb', () => {
    const found = violations((stack) => {
      const entrance = described(stack, 'entrance');
      const lb = new TerraformResource(stack, 'lb', { terraformResourceType: 'aws_alb' });
      lb.addOverride('security_groups', [entrance.id]);
      open(stack, entrance, 80);
    });
    expect(found).toEqual([]);
  });

  it('is forbidden from the internet to the load balancer on ports other than 80 and 443', () => {
    expect(violations((stack) => open(stack, defineLoadBalancer(stack), 5000))).toEqual(toLoadBalancer);
  });

  it('is forbidden from the internet to the tasks', () => {
    const found = violations((stack) => {
      defineLoadBalancer(stack);
      open(stack, defineService(stack), 5000);
    });
    expect(found).toEqual(toLoadBalancer);
  });
});

describe('ingress', () => {
  it.each<Ingress>([
    { cidrIpv4: '10.0.0.0/8' },
    { cidrIpv4: '192.0.2.0/24' },
    { cidrIpv4: '192.0.2.7/32' },
    { cidrIpv4: '192.0.2.0/17' },
    { cidrIpv4: undefined, cidrIpv6: 'fd00::/8' },
    { cidrIpv4: undefined, cidrIpv6: '2001:db8::/32' },
  ])('is allowed on any port from a range of /8 or smaller: %j', (more) => {
    expect(violations((stack) => open(stack, defineService(stack), 22, more))).toEqual([]);
  });

  it.each<[string, (stack: EmptyStack) => unknown]>([
    [
      'an inline block',
      (stack) =>
        new SecurityGroup(stack, 'rule', { description: 'a', ingress: [{ ...ssh, cidrBlocks: ['0.0.0.0/0'] }] }),
    ],
    [
      'the default security group',
      (stack) => new DefaultSecurityGroup(stack, 'rule', { ingress: [{ ...ssh, ipv6CidrBlocks: ['::/0'] }] }),
    ],
    [
      'an aws_security_group_rule',
      (stack) =>
        new SecurityGroupRule(stack, 'rule', {
          ...ssh,
          type: 'ingress',
          securityGroupId: 'sg-1',
          cidrBlocks: ['0.0.0.0/0'],
        }),
    ],
    [
      'a dynamic block',
      (stack) =>
        new SecurityGroup(stack, 'rule', { description: 'a' }).addOverride('dynamic.ingress', {
          for_each: [22],
          content: { description: 'SSH', protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] },
        }),
    ],
  ])('is forbidden from the internet in %s', (_title, define) => {
    expect(violations(define)).toEqual(toTasks);
  });

  const unknown = [
    expect.stringMatching(
      /^dev\/rule: This rule allows ingress from .+, which may be the whole internet, .* a literal range, /,
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
  ])('is forbidden from an unknown range: %j', (more) => {
    expect(violations((stack) => open(stack, described(stack, 'other'), 22, { cidrIpv4: undefined, ...more }))).toEqual(
      unknown,
    );
  });

  it.each<[string, (stack: EmptyStack) => unknown]>([
    ['an expression instead of blocks', (stack) => group(stack).addOverride('ingress', `\${var.rules}`)],
    [
      'a dynamic block with an unknown range',
      (stack) =>
        group(stack).addOverride('dynamic', [
          { ingress: [{ for_each: [1], content: { description: 'a', cidr_blocks: [`\${ingress.value}`] } }] },
        ]),
    ],
    ['an aws_security_group_rule', (stack) => olderRule(stack, { cidrBlocks: [`\${var.range}`] })],
    [
      'an aws_security_group_rule whose direction is an expression',
      (stack) => olderRule(stack, { type: `\${"ingress"}`, ipv6CidrBlocks: [`\${var.range}`] }),
    ],
    ['a prefix list of an aws_security_group_rule', (stack) => olderRule(stack, { prefixListIds: ['pl-1'] })],
  ])('is forbidden if its source is unknown: %s', (_title, define) => {
    expect(violations(define)).toEqual(unknown);
  });

  it('is forbidden from the internet in an aws_security_group_rule whose direction is an expression', () => {
    const found = violations((stack) => olderRule(stack, { type: `\${"ingress"}`, cidrBlocks: ['0.0.0.0/0'] }));
    expect(found).toEqual(toTasks);
  });

  it.each([
    { cidrIpv4: `\${aws_vpc.network.cidr_block}` },
    { cidrIpv4: `\${data.aws_subnet.private[0].cidr_block}` },
    { cidrIpv6: `\${aws_vpc.network.ipv6_cidr_block}` },
    { cidrIpv4: `\${data.aws_subnet.private[count.index].cidr_block}` },
  ])('is allowed from a known network: %j', (more) => {
    expect(violations((stack) => open(stack, described(stack, 'other'), 22, { cidrIpv4: undefined, ...more }))).toEqual(
      [],
    );
  });

  it.each([
    [{ name: 'com.amazonaws.global.cloudfront.origin-facing' }, 'allowed, because the list belongs to AWS'],
    [{ id: 'pl-0123456789abcdef0' }, 'allowed, because the list is in allowFrom'],
    [{ id: 'pl-00000000000000000' }, 'forbidden'],
    [{ name: 'office' }, 'forbidden'],
    [{ id: `\${each.value}` }, 'forbidden'],
  ])('from the prefix list %j is %s', (list, outcome) => {
    const define = (stack: EmptyStack) => {
      const { id } = new DataAwsEc2ManagedPrefixList(stack, 'list', list);
      open(stack, described(stack, 'other'), 22, { cidrIpv4: undefined, prefixListId: id });
    };
    expect(violations(define, 'destroy', ['pl-0123456789abcdef0'])).toEqual(outcome === 'forbidden' ? unknown : []);
  });

  it('is not confused with egress in an aws_security_group_rule', () => {
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
});

describe('ingress with allowFrom', () => {
  const office = '203.0.113.0/24';
  const entrances = { tasks: [defineService, 5000], 'load balancer': [defineLoadBalancer, 443] } as const;
  const found = (entrance: keyof typeof entrances, more: Ingress) => {
    const [define, port] = entrances[entrance];
    const defineRule = (stack: EmptyStack) => {
      new DataAwsEc2ManagedPrefixList(stack, 'listed', { id: listed });
      new DataAwsEc2ManagedPrefixList(stack, 'cloudfront', { name: 'com.amazonaws.global.cloudfront.origin-facing' });
      open(stack, define(stack), port, { cidrIpv4: undefined, ...more });
    };
    return violations(defineRule, 'destroy', [office, listed]);
  };
  const listed = 'pl-0123456789abcdef0';
  const list = (name: string) => `\${data.aws_ec2_managed_prefix_list.${name}.id}`;

  it.each<[keyof typeof entrances, Ingress, string]>([
    ['tasks', { cidrIpv4: office }, 'allowed, because the range is listed'],
    ['tasks', { prefixListId: list('listed') }, 'allowed, because the prefix list is listed'],
    ['tasks', { prefixListId: list('cloudfront') }, 'forbidden'],
    ['tasks', { cidrIpv4: '0.0.0.0/0' }, 'forbidden'],
    ['tasks', { cidrIpv4: '198.51.100.0/24' }, 'forbidden'],
    ['tasks', { prefixListId: 'pl-0123456789abcdef0' }, 'forbidden'],
    ['load balancer', { cidrIpv4: office }, 'allowed, because the range is listed'],
    ['load balancer', { cidrIpv4: '0.0.0.0/0' }, 'forbidden'],
    ['load balancer', { cidrIpv6: '::/0' }, 'forbidden'],
  ])('to the %s from %j is %s', (entrance, more, outcome) => {
    const source = more.cidrIpv4 ?? more.cidrIpv6 ?? more.prefixListId;
    const message = `dev/rule: This rule allows ingress from ${source}, but the environment's ingress.allowFrom allows only ${office}, ${listed}.`;
    expect(found(entrance, more)).toEqual(outcome === 'forbidden' ? [expect.stringContaining(message)] : []);
  });

  it('is forbidden from other networks even in an inline `ingress` block', () => {
    const define = (stack: EmptyStack) => defineService(stack).putIngress([{ ...toApp, cidrBlocks: ['0.0.0.0/0'] }]);
    expect(violations(define, 'destroy', [office])).toEqual([expect.stringContaining('allows only 203.0.113.0/24')]);
  });
});
