import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { type EmptyStack, violations } from '../../support/stacks/violations';

const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22, description: 'SSH' };

describe('description in a security group', () => {
  it.each<[string, (stack: EmptyStack) => unknown]>([
    ['a security group', (stack) => new SecurityGroup(stack, 'rule', { vpcId: 'vpc-1' })],
    [
      'an inline ingress block',
      (stack) => new SecurityGroup(stack, 'rule', { description: 'a', ingress: [{ ...ssh, description: '' }] }),
    ],
    [
      'an inline egress block',
      (stack) => new SecurityGroup(stack, 'rule', { description: 'a', egress: [{ ...ssh, description: undefined }] }),
    ],
    [
      'a block of the default security group',
      (stack) => new DefaultSecurityGroup(stack, 'rule', { egress: [{ ...ssh, description: ' ' }] }),
    ],
    [
      'an aws_security_group_rule',
      (stack) =>
        new SecurityGroupRule(stack, 'rule', {
          ...ssh,
          type: 'egress',
          securityGroupId: 'sg-1',
          description: undefined,
        }),
    ],
    [
      'an egress rule',
      (stack) => new VpcSecurityGroupEgressRule(stack, 'rule', { securityGroupId: 'sg-1', ipProtocol: '-1' }),
    ],
    [
      'an ingress rule',
      (stack) =>
        new VpcSecurityGroupIngressRule(stack, 'rule', {
          securityGroupId: 'sg-1',
          cidrIpv4: '192.0.2.0/24',
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
        }),
    ],
  ])('is required for %s', (_title, define) => {
    expect(violations(define)).toEqual([
      expect.stringMatching(/^dev\/rule: A security group and each of its rules need a/),
    ]);
  });
});
