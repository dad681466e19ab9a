import { port } from '../../contract';
import { blocksIn, isTrue, possibleBlocksIn, stringsIn } from './attributes';
import type { Configuration } from './configuration';
import type { IngressRule } from './ingress-rules';

/** The security groups and ports that may be open to the internet. */
export interface PublicEntrance {
  /** The name of the entrance in messages. */
  readonly description: string;
  /** The security groups of the entrance, as references. */
  readonly groups: readonly string[];
  readonly ports: readonly number[];
}

/**
 * Returns the public entrance of a stack: its internet-facing load balancers. If there is none, the entrance consists of the tasks of the
 * services that have no load balancer.
 */
export function findEntrance(configuration: Configuration): PublicEntrance {
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

/** Returns the ports in the task definitions. If there are none, it returns the port of the shipped app. */
function portsOfTasks(configuration: Configuration): readonly number[] {
  const ports = configuration
    .resourcesOf('aws_ecs_task_definition')
    .flatMap(({ attributes }) => [...String(attributes.container_definitions).matchAll(/"containerPort":(\d+)/g)])
    .map(([, mapped]) => Number(mapped));
  return ports.length > 0 ? ports : [port];
}

/** Whether a security group rule allows ingress only to the entrance. */
export function isAtEntrance(
  { groups, ports }: PublicEntrance,
  { group, protocol, fromPort, toPort }: IngressRule,
): boolean {
  return (
    typeof group === 'string' &&
    groups.includes(group) &&
    ['tcp', '6'].includes(String(protocol)) &&
    fromPort === toPort &&
    ports.includes(Number(fromPort))
  );
}
