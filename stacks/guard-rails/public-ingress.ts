import { port } from '../../contract';
import { type Block, blocksIn, type Configuration, isTrue, stringsIn } from './configuration';
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
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
}

/** The internet reaches the public entrance of an environment and nothing else. */
export const publicIngress: Rule = (configuration) => {
  const entrance = findEntrance(configuration);
  return ingressOf(configuration)
    .filter(({ ranges }) => ranges.some(isInternet))
    .filter((ingress) => !leadsTo(entrance, ingress))
    .map(({ block }) => ({
      block,
      message: `This lets the whole internet in, and the only public entrance is ${entrance.what}. Let in another security group or a narrower range of addresses.`,
    }));
};

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
    const { security_group_id, cidr_ipv4, cidr_ipv6, ip_protocol, from_port, to_port } = block.attributes;
    const ranges = stringsIn([cidr_ipv4, cidr_ipv6]);
    return { block, group: security_group_id, ranges, protocol: ip_protocol, fromPort: from_port, toPort: to_port };
  });
  const older = configuration
    .resourcesOf('aws_security_group_rule')
    .filter(({ attributes }) => attributes.type === 'ingress')
    .map((block) => ingress(block, block.attributes.security_group_id, block.attributes));
  const inline = configuration
    .resourcesOf('aws_security_group', 'aws_default_security_group')
    .flatMap((block) =>
      blocksIn(block.attributes, 'ingress').map((attributes) => ingress(block, `\${${block.address}.id}`, attributes)),
    );
  return [...single, ...older, ...inline];
}

function ingress(block: Block, group: unknown, attributes: Block['attributes']): Ingress {
  const { cidr_blocks, ipv6_cidr_blocks, protocol, from_port, to_port } = attributes;
  const ranges = [...stringsIn(cidr_blocks), ...stringsIn(ipv6_cidr_blocks)];
  return { block, group, ranges, protocol, fromPort: from_port, toPort: to_port };
}

/** A range with a prefix under 8 is no network of anybody's: `0.0.0.0/0`, `::/0`, or one of the halves of them. */
function isInternet(range: string): boolean {
  return /\/0*[0-7]$/.test(range);
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
