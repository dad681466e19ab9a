import { port } from '../../contract';
import {
  type Attributes,
  type Block,
  blocksIn,
  type Configuration,
  isTrue,
  possibleBlocksIn,
  stringsIn,
} from './configuration';
import { hasExpression } from './expressions';
import type { Rule } from './rule';

/** Where the internet may come in. */
interface Entrance {
  readonly what: string;
  /** References to security groups. */
  readonly groups: readonly string[];
  readonly ports: readonly number[];
}

/** What a rule of a security group lets in. */
interface Ingress {
  readonly block: Block;
  readonly group: unknown;
  readonly ranges: readonly string[];
  readonly prefixLists: readonly string[];
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
}

/** The internet reaches the public entrance of an environment and nothing else. */
export const publicIngress: Rule = (configuration) => {
  const entrance = findEntrance(configuration);
  return ingressOf(configuration)
    .filter((ingress) => !leadsTo(entrance, ingress))
    .flatMap(({ block, ranges, prefixLists }) => {
      const only = `and the only public entrance is ${entrance.what}`;
      if (ranges.some(isInternet)) {
        const message = `This lets the whole internet in, ${only}. Let in another security group or a narrower range of addresses.`;
        return [{ block, message }];
      }
      const unknown = ranges.find(isUnknown) ?? prefixLists.find((list) => !managedPrefixList.test(list));
      if (unknown === undefined) return [];
      const message = `This lets ${unknown} in, which may be the whole internet, ${only}. Let in another security group, write the range, or refer to the one of an aws_vpc or aws_subnet; a prefix list comes from data.aws_ec2_managed_prefix_list.`;
      return [{ block, message }];
    });
};

/** The range of a network, with `data.` or without. */
const networkRange = /^\$\{(data\.)?aws_(vpc|subnet)\.[\w-]+(\[[^\]]*\])?\.\w*cidr_block\}$/;
const managedPrefixList = /^\$\{data\.aws_ec2_managed_prefix_list\.[\w-]+(\[[^\]]*\])?\.id\}$/;

/** A load balancer that faces the internet, or else the tasks themselves. */
function findEntrance(configuration: Configuration): Entrance {
  const facing = configuration
    .resourcesOf('aws_lb', 'aws_alb')
    .filter(({ attributes }) => !isTrue(attributes.internal));
  if (facing.length > 0) {
    const groups = facing.flatMap(({ attributes }) => stringsIn(attributes.security_groups));
    return { what: 'the load balancer, by TCP at the ports 80 and 443', groups, ports: [80, 443] };
  }
  const groups = configuration
    .resourcesOf('aws_ecs_service')
    .flatMap(({ attributes }) => blocksIn(attributes, 'network_configuration'))
    .flatMap(({ security_groups }) => stringsIn(security_groups));
  return { what: `the service's tasks, by TCP at port ${port}`, groups, ports: [port] };
}

function ingressOf(configuration: Configuration): Ingress[] {
  const single = configuration.resourcesOf('aws_vpc_security_group_ingress_rule').map((block) => {
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
    .map((block) => ingress(block, block.attributes.security_group_id, block.attributes));
  const inline = configuration
    .resourcesOf('aws_security_group', 'aws_default_security_group')
    .flatMap((block) =>
      inlineIngress(block).map((attributes) => ingress(block, `\${${block.address}.id}`, attributes)),
    );
  return [...single, ...older, ...inline];
}

/** Terraform takes an expression in the place of these blocks, which then may let in anything. */
function inlineIngress({ attributes }: Block): Attributes[] {
  const expressions = stringsIn(attributes.ingress).map((expression) => ({ cidr_blocks: expression }));
  return [...possibleBlocksIn(attributes, 'ingress'), ...expressions];
}

function ingress(block: Block, group: unknown, attributes: Attributes): Ingress {
  const { cidr_blocks, ipv6_cidr_blocks, prefix_list_ids, protocol, from_port, to_port } = attributes;
  const ranges = [...stringsIn(cidr_blocks), ...stringsIn(ipv6_cidr_blocks)];
  const prefixLists = stringsIn(prefix_list_ids);
  return { block, group, ranges, prefixLists, protocol, fromPort: from_port, toPort: to_port };
}

/** A range with a prefix under 8 is no network of anybody's: `0.0.0.0/0`, `::/0`, or one of the halves of them. */
function isInternet(range: string): boolean {
  return /\/0*[0-7]$/.test(range);
}

function isUnknown(range: string): boolean {
  return hasExpression(range) && !networkRange.test(range);
}

function leadsTo({ groups, ports }: Entrance, { group, protocol, fromPort, toPort }: Ingress): boolean {
  return (
    typeof group === 'string' &&
    groups.includes(group) &&
    ['tcp', '6'].includes(String(protocol)) &&
    fromPort === toPort &&
    ports.includes(Number(fromPort))
  );
}
