import { colors } from '../console/terminal';
import { type ArgumentChange, argumentOf } from './argument-changes';
import { argumentText } from './argument-text';
import type { ChangedResource } from './changed-resource';
import { countByArea } from './resource-areas';
import { type Color, wrapped } from './text-lines';

/** The maximum number of listed resources. If there are more, they are counted by area and type. */
export const maxListed = 12;
/** The maximum number of listed arguments of one resource. If there are more, they are counted. */
const maxArguments = 6;

/** Terraform's reasons for a replacement, in words. */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: 'its failed creation',
  replace_by_request: 'the option -replace',
};

/** Returns the addresses of new or destroyed resources, or their counts. */
export function addressLines(sign: string, color: Color, resources: readonly ChangedResource[]): string[] {
  if (resources.length > maxListed) return areaLines(sign, color, resources);
  return resources.map(({ address }) => color(`  ${sign} ${address}`));
}

/**
 * Returns the resources with their changed arguments. The last lines name those that change only because of other
 * resources.
 */
export function changedLines(changed: readonly ChangedResource[]): string[] {
  const isFollower = ({ changes }: ChangedResource) => changes.every(({ unknown }) => unknown);
  const causes = changed.filter((resource) => !isFollower(resource));
  const followers = changed.filter(isFollower);
  return [
    ...causes.flatMap(({ address, changes }) => [colors.yellow(`  ~ ${address}`), ...argumentLines(changes)]),
    ...followerLines('~', colors.yellow, followers, ({ changes }) => changes.map(({ path }) => argumentOf(path))),
  ];
}

/** Returns the replaced resources, with the arguments that force the replacement. */
export function replacedLines(replaced: readonly ChangedResource[]): string[] {
  const isFollower = (resource: ChangedResource) =>
    resource.reason === 'replace_by_triggers' ||
    (resource.reason === undefined &&
      resource.forcedBy.length > 0 &&
      forcingChanges(resource).every(({ unknown }) => unknown));
  const causes = replaced.filter((resource) => !isFollower(resource));
  const followers = replaced.filter(isFollower);
  return [
    ...(causes.length > maxListed ? countedCauses(causes) : causes.flatMap(replacedResource)),
    ...followerLines('±', colors.magenta, followers, ({ forcedBy }) => forcedBy),
  ];
}

export function argumentLines(changes: readonly ArgumentChange[]): string[] {
  const lines = changes.slice(0, maxArguments).map((change) => `      ${argumentText(change)}`);
  return changes.length > maxArguments ? [...lines, `      and ${changes.length - maxArguments} more`] : lines;
}

function areaLines(sign: string, color: Color, resources: readonly ChangedResource[]): string[] {
  const areas = countByArea(resources);
  const widest = Math.max(...areas.map(([area]) => area.length));
  return areas.flatMap(([area, counts]) => wrapped(`  ${sign} ${area.padEnd(widest)}  `, counts, ', ').map(color));
}

function followerLines(
  sign: string,
  color: Color,
  followers: readonly ChangedResource[],
  argumentsOf: (resource: ChangedResource) => readonly string[],
): string[] {
  if (followers.length === 0) return [];
  const names = followers.map((resource) => {
    const changed = [...new Set(argumentsOf(resource))].join(' ');
    return changed === '' ? resource.address : `${resource.address} (${changed})`;
  });
  return [
    ...(followers.length > maxListed
      ? areaLines(sign, color, followers)
      : wrapped(`  ${sign} `, names.join(', '), ', ').map(color)),
    `      because a resource that ${followers.length === 1 ? 'it refers' : 'they refer'} to is new or replaced`,
  ];
}

function replacedResource(resource: ChangedResource): string[] {
  const { address, type, forcedBy, reason } = resource;
  const causes = [...forcedBy, ...(reason === undefined ? [] : [reasons[reason] ?? reason])].join(', ');
  // Each change of a task definition creates a new revision. The old revision remains.
  const how = type === 'aws_ecs_task_definition' ? 'a new revision' : 'replaced';
  return [
    `${colors.magenta(`  ± ${address}`)}: ${how}${causes && ` because of ${causes}`}`,
    ...argumentLines(forcingChanges(resource)),
  ];
}

function countedCauses(resources: readonly ChangedResource[]): string[] {
  const all = resources.flatMap(({ forcedBy }) => forcedBy);
  const counts = [...new Set(all)]
    .map((cause) => [cause, all.filter((other) => other === cause).length] as const)
    .sort(([, one], [, other]) => other - one)
    .map(([cause, count]) => `${cause} (${count})`);
  return [
    ...areaLines('±', colors.magenta, resources),
    ...wrapped('      replaced because of ', counts.join(', '), ', '),
  ];
}

/**
 * Returns the changes that force a replacement. A value that is not known yet follows from another resource, so it is
 * listed only if no other change forces the replacement.
 */
function forcingChanges({ changes, forcedBy }: ChangedResource): ArgumentChange[] {
  const all = changes.filter(({ path }) => forcedBy.some((forced) => argumentOf(forced) === argumentOf(path)));
  const known = all.filter(({ unknown }) => !unknown);
  return known.length > 0 ? known : all;
}
