import { summarizeActions } from './action-verbs';
import { nameInArn, type Permission } from './policies';
import { describeResource } from './resource-text';
import type { StackGraph } from './stack-graph';

const maxPermissions = 8;

/** The actions that a role may use on one resource, or on all resources of a service. */
interface Access {
  readonly service: string;
  readonly target: string;
  readonly actions: readonly string[];
}

/**
 * Returns a line for each resource that a role may use. If there would be too many lines, returns a line for each
 * service, or only the names of the services.
 */
export function permissionLines(permissions: readonly Permission[], graph: StackGraph): readonly string[] {
  const accesses = permissions.flatMap((one) => accessesOf(one, graph));
  const named = accesses.filter(({ target }) => target !== '');
  const general = accesses.filter(({ service }) => !named.some((one) => one.service === service));
  const byTarget = merged([...named, ...general], ({ service, target }) => `${service} ${target}`);
  if (byTarget.length <= maxPermissions) return byTarget.map(accessLine);
  const byService = merged(byTarget, ({ service }) => service);
  if (byService.length <= maxPermissions) return byService.map(accessLine);
  const services = byService.map(({ service }) => service).sort();
  return [`${permissions.length} permissions in ${services.length} services:`, services.join(', ')];
}

function accessesOf({ service, actions, resources, others }: Permission, graph: StackGraph): readonly Access[] {
  const names = resources.flatMap((address) => {
    const resource = graph.find(address);
    return resource ? describeResource(resource, graph).name : [];
  });
  const targets = [...names, ...others.map(nameInArn)];
  return (targets.length === 0 ? [''] : targets).map((target) => ({ service, target, actions }));
}

/**
 * Merges all accesses with the same key into one. If their targets differ, it contains the number of targets instead of
 * a name.
 */
function merged(accesses: readonly Access[], keyOf: (access: Access) => string): readonly Access[] {
  return [...new Set(accesses.map(keyOf))].map((key) => {
    const same = accesses.filter((one) => keyOf(one) === key);
    const targets = [...new Set(same.map(({ target }) => target))];
    const target = targets.length === 1 ? `${targets[0]}` : `${targets.length} resources`;
    return { service: `${same[0]?.service}`, target, actions: same.flatMap(({ actions }) => actions) };
  });
}

function accessLine({ service, target, actions }: Access): string {
  return [`${service}:`, summarizeActions(actions), ...(target === '' ? [] : [target])].join(' ');
}
