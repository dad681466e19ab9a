import { type Attributes, type Block, possibleBlocksIn } from './configuration';
import { ruleFor } from './rule';

const groups = ['aws_security_group', 'aws_default_security_group'];
const rules = ['aws_security_group_rule', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'];

/** Requires a description for security groups and their rules. Terraform cannot set the description of a default security group. */
export const securityGroupDescriptions = ruleFor([...groups, ...rules], (block) =>
  blocksToDescribe(block).some(({ description }) => typeof description !== 'string' || description.trim() === '')
    ? 'A security group and each of its rules need a description of the traffic that they allow, which AWS shows beside each rule. Changing the description of a group replaces the group.'
    : undefined,
);

function blocksToDescribe({ type, attributes }: Block): Attributes[] {
  const inline = groups.includes(type)
    ? ['ingress', 'egress'].flatMap((name) => possibleBlocksIn(attributes, name))
    : [];
  return type === 'aws_default_security_group' ? inline : [attributes, ...inline];
}
