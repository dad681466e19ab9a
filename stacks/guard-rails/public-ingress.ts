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
import { type IsKnownList, listedIn, ownedByAws } from './prefix-lists';
import type { Rule, Violation } from './rule';

/** The security groups and ports that may be open to the internet. */
interface PublicEntrance {
  /** Its description in messages. */
  readonly description: string;
  /** References to security groups. */
  readonly groups: readonly string[];
  readonly ports: readonly number[];
}

/** An ingress rule of a security group. */
interface IngressRule {
  readonly block: Block;
  readonly group: unknown;
  readonly ranges: readonly string[];
  readonly prefixLists: readonly string[];
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
}

/**
 * Requires that only the public entrance of an environment is open to the internet, and if it has `allowFrom`, that it is open only to
 * these networks.
 */
export const publicIngress: Rule = (configuration, { allowFrom }) => {
  const entrance = findEntrance(configuration);
  const [toEntrance, others] = partition(ingressRules(configuration), (rule) => isAtEntrance(entrance, rule));
  const isListed = listedIn(configuration, allowFrom ?? []);
  const isOfAws = ownedByAws(configuration);
  return [
    ...(allowFrom === undefined ? [] : limitedRules(toEntrance, allowFrom, isListed)),
    ...publicRules(others, entrance, (list) => isListed(list) || isOfAws(list)),
  ];
};

/** Returns the rules of the entrance that allow more than some networks. */
function limitedRules(rules: readonly IngressRule[], allowFrom: readonly string[], isListed: IsKnownList): Violation[] {
  return rules.flatMap(({ block, ranges, prefixLists }) => {
    const other = ranges.find((range) => !allowFrom.includes(range)) ?? prefixLists.find((list) => !isListed(list));
    if (other === undefined) return [];
    const message = `This rule allows ingress from ${other}, but the environment's ingress.allowFrom allows only ${allowFrom.join(', ')}. Add the network there, or remove the rule.`;
    return [{ block, message }];
  });
}

/** Returns the rules outside of the entrance that are open to the internet. */
function publicRules(rules: readonly IngressRule[], entrance: PublicEntrance, isKnown: IsKnownList): Violation[] {
  return rules.flatMap(({ block, ranges, prefixLists }) => {
    const only = `but the only public entrance is ${entrance.description}`;
    if (ranges.some(isInternet)) {
      const message = `This rule allows ingress from the whole internet, ${only}. Allow another security group or a smaller range.`;
      return [{ block, message }];
    }
    const unknown = ranges.find(isUnknown) ?? prefixLists.find((list) => !isKnown(list));
    if (unknown === undefined) return [];
    const message = `This rule allows ingress from ${unknown}, which may be the whole internet, ${only}. Allow another security group, a literal range, the range of an aws_vpc or aws_subnet, or a data.aws_ec2_managed_prefix_list whose id is in ingress.allowFrom, or whose name begins with com.amazonaws.`;
    return [{ block, message }];
  });
}

function partition<T>(values: readonly T[], isFirst: (value: T) => boolean): [T[], T[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))];
}

/** A reference to the range of a VPC or subnet. */
const networkRange = /^\$\{(data\.)?aws_(vpc|subnet)\.[\w-]+(\[[^\]]*\])?\.\w*cidr_block\}$/;

/** Returns the internet-facing load balancers. Without one, the tasks of services that have no load balancer. */
function findEntrance(configuration: Configuration): PublicEntrance {
  const facing = configuration
    .resourcesOf('aws_lb', 'aws_alb')
    .filter(({ attributes }) => !isTrue(attributes.internal));
  if (facing.length > 0) {
    const groups = facing.flatMap(({ attributes }) => stringsIn(attributes.security_groups));
    return { description: 'the load balancer, TCP ports 80 and 443', groups, ports: [80, 443] };
  }
  const services = configuration.resourcesOf('aws_ecs_service');
  const direct = services.filter(({ attributes }) => possibleBlocksIn(attributes, 'load_balancer').length === 0);
  if (services.length > 0 && direct.length === 0) {
    return { description: 'CloudFront, through the internal load balancer', groups: [], ports: [] };
  }
  const groups = direct
    .flatMap(({ attributes }) => blocksIn(attributes, 'network_configuration'))
    .flatMap(({ security_groups }) => stringsIn(security_groups));
  const ports = portsOfTasks(configuration);
  return { description: `the tasks of the service, TCP port ${ports.join(', ')}`, groups, ports };
}

/** Returns the ports in the task definitions. Without any, the port of the shipped app. */
function portsOfTasks(configuration: Configuration): readonly number[] {
  const ports = configuration
    .resourcesOf('aws_ecs_task_definition')
    .flatMap(({ attributes }) => [...String(attributes.container_definitions).matchAll(/"containerPort":(\d+)/g)])
    .map(([, mapped]) => Number(mapped));
  return ports.length > 0 ? ports : [port];
}

function ingressRules(configuration: Configuration): IngressRule[] {
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
 * Returns the ingress blocks in a security group. Terraform also accepts an expression instead of blocks, and an expression may allow
 * anything.
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

/** Whether a range is too large for a network: a prefix under /8, such as `0.0.0.0/0` or half of it. */
function isInternet(range: string): boolean {
  return /\/0*[0-7]$/.test(range);
}

function isUnknown(range: string): boolean {
  return hasExpression(range) && !networkRange.test(range);
}

function isAtEntrance({ groups, ports }: PublicEntrance, { group, protocol, fromPort, toPort }: IngressRule): boolean {
  return (
    typeof group === 'string' &&
    groups.includes(group) &&
    ['tcp', '6'].includes(String(protocol)) &&
    fromPort === toPort &&
    ports.includes(Number(fromPort))
  );
}
