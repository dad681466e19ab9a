import { type Attributes, type Block, possibleBlocksIn } from './configuration';
import { ruleFor } from './rule';

const groups = ['aws_security_group', 'aws_default_security_group'];
const rules = ['aws_security_group_rule', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'];

/** Security groups and their rules say what they are for. The account's default group has no description of its own. */
export const securityGroupDescriptions = ruleFor([...groups, ...rules], (block) =>
  described(block).some(({ description }) => typeof description !== 'string' || description.trim() === '')
    ? 'A security group and each of its rules needs a description that says who is let in, or out, and why. AWS shows it beside the rule; to change that of a group replaces the group.'
    : undefined,
);

function described({ type, attributes }: Block): Attributes[] {
  const inline = groups.includes(type)
    ? ['ingress', 'egress'].flatMap((name) => possibleBlocksIn(attributes, name))
    : [];
  return type === 'aws_default_security_group' ? inline : [attributes, ...inline];
}
