import { type Attributes, possibleBlocksIn, stringsIn } from './attributes';
import type { Block, Configuration } from './configuration';

/** An ingress rule of a security group. Any of its arguments may be a Terraform expression. */
export interface IngressRule {
  readonly block: Block;
  readonly group: unknown;
  readonly ranges: readonly string[];
  readonly prefixLists: readonly string[];
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
}

/** Returns the ingress rules of all security groups: rules that are separate resources, and rules inside the groups. */
export function ingressRules(configuration: Configuration): IngressRule[] {
  const separate = configuration.resourcesOf('aws_vpc_security_group_ingress_rule').map((block) => {
    const { security_group_id, cidr_ipv4, cidr_ipv6, prefix_list_id, ip_protocol, from_port, to_port } =
      block.attributes;
    const ranges = stringsIn([cidr_ipv4, cidr_ipv6]);
    const prefixLists = stringsIn(prefix_list_id);
    const ports = { fromPort: from_port, toPort: to_port };
    return { block, group: security_group_id, ranges, prefixLists, protocol: ip_protocol, ...ports };
  });
  const older = configuration
    .resourcesOf('aws_security_group_rule')
    .filter(({ attributes }) => attributes.type !== 'egress')
    .map((block) => ingressRule(block, block.attributes.security_group_id, block.attributes));
  const inline = configuration
    .resourcesOf('aws_security_group', 'aws_default_security_group')
    .flatMap((block) =>
      inlineIngress(block).map((attributes) => ingressRule(block, `\${${block.address}.id}`, attributes)),
    );
  return [...separate, ...older, ...inline];
}

/**
 * Returns the ingress rules inside a security group. If the rules are a Terraform expression instead of blocks, the expression is returned
 * as a range, because it may allow anything.
 */
function inlineIngress({ attributes }: Block): Attributes[] {
  const expressions = stringsIn(attributes.ingress).map((expression) => ({ cidr_blocks: expression }));
  return [...possibleBlocksIn(attributes, 'ingress'), ...expressions];
}

function ingressRule(block: Block, group: unknown, attributes: Attributes): IngressRule {
  const { cidr_blocks, ipv6_cidr_blocks, prefix_list_ids, protocol, from_port, to_port } = attributes;
  const ranges = [...stringsIn(cidr_blocks), ...stringsIn(ipv6_cidr_blocks)];
  const prefixLists = stringsIn(prefix_list_ids);
  return { block, group, ranges, prefixLists, protocol, fromPort: from_port, toPort: to_port };
}
