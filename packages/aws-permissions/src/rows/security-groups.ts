import { noEnvironmentTag } from '../owner';
import { row } from '../row';
import type { Target } from '../target';
import { existingVpcs, newResource, ofEnvironment, tagging } from './network';

/** Security groups without an `Environment` tag: the default group of a new VPC has no tags until the provider adds them. */
const defaultGroup: Target = {
  resources: (owner) => owner.regional('ec2', 'security-group/*'),
  condition: (owner) => ({ ...owner.tags('Request'), ...noEnvironmentTag }),
  reachesBeyond: true,
};

/**
 * The VPC in which security groups are created: an existing VPC, selected by its id; the default VPC, which has no `Environment` tag; or
 * the environment's own VPC, selected by its tags.
 */
const vpcOfGroups: Target = {
  resources: (owner) =>
    existingVpcs(owner).length > 0 ? owner.shared('vpc', existingVpcs(owner)) : owner.regional('ec2', 'vpc/*'),
  condition: (owner) =>
    existingVpcs(owner).length > 0 ? undefined : owner.has('data.aws_vpcs') ? noEnvironmentTag : owner.tags('Resource'),
};

const ruleRow = (direction: 'Egress' | 'Ingress') =>
  row('network', {
    reads: 'ec2: DescribeSecurityGroupRules',
    writes: `ec2: AuthorizeSecurityGroup${direction} ModifySecurityGroupRules RevokeSecurityGroup${direction} CreateTags DeleteTags`,
    on: ofEnvironment('security-group', 'security-group-rule'),
    others: {
      // AWS checks the security group and the new rule. The tags in the request belong to the rule.
      [`ec2: AuthorizeSecurityGroup${direction}`]: [
        newResource('security-group-rule'),
        ofEnvironment('security-group'),
      ],
      'ec2: CreateTags': tagging('security-group-rule'),
    },
  });

/**
 * The rows for security groups and their rules. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/ec2
 */
export const securityGroups = {
  aws_default_security_group: row('network', {
    reads: 'ec2: DescribeSecurityGroups',
    writes: 'ec2: RevokeSecurityGroupEgress RevokeSecurityGroupIngress CreateTags DeleteTags',
    on: ofEnvironment('security-group'),
    others: { 'ec2: CreateTags': [ofEnvironment('security-group'), defaultGroup] },
  }),
  // A security group can be deleted only after its network interfaces, so the provider lists the interfaces first.
  aws_security_group: row('network', {
    reads: 'ec2: DescribeSecurityGroups',
    writes:
      'ec2: CreateSecurityGroup RevokeSecurityGroupEgress RevokeSecurityGroupIngress DescribeNetworkInterfaces DeleteSecurityGroup CreateTags DeleteTags',
    on: ofEnvironment('security-group'),
    others: {
      'ec2: CreateSecurityGroup': [newResource('security-group'), vpcOfGroups],
      'ec2: CreateTags': tagging('security-group'),
    },
  }),
  aws_vpc_security_group_egress_rule: ruleRow('Egress'),
  aws_vpc_security_group_ingress_rule: ruleRow('Ingress'),
} as const;
