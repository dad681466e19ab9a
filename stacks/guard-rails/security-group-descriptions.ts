import { type Attributes, possibleBlocksIn } from './attributes';
import type { Block } from './configuration';
import { ruleFor } from './rule';

const groups = ['aws_security_group', 'aws_default_security_group'];
const rules = ['aws_security_group_rule', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'];

/**
 * Requires that security groups and their rules have a description. Default security groups are exempt, because Terraform cannot set their
 * description.
 */
export const securityGroupDescriptions = ruleFor([...groups, ...rules], (block) =>
  blocksToDescribe(block).some(({ description }) => typeof description !== 'string' || description.trim() === '')
    ? 'A security group and each of its rules need a description of the allowed traffic. AWS shows the description beside each rule. Changing the description of a group replaces the group.'
    : undefined,
);

function blocksToDescribe({ type, attributes }: Block): Attributes[] {
  const inline = groups.includes(type)
    ? ['ingress', 'egress'].flatMap((name) => possibleBlocksIn(attributes, name))
    : [];
  return type === 'aws_default_security_group' ? inline : [attributes, ...inline];
}
