import { colors } from '../console/terminal';
import { type ArgumentChange, argumentOf } from './argument-changes';
import { argumentText } from './argument-text';
import type { ChangedResource } from './changed-resource';
import { countByArea } from './resource-areas';
import { type Color, wrapped } from './text-lines';

/** The maximum number of resources that a section lists. If there are more, the section only counts them by area and type. */
export const maxListed = 12;
/** The maximum number of arguments that are listed for one resource. Any further arguments are only counted. */
const maxArguments = 6;

/** Terraform's reasons for a replacement, in words that fit after "because of". */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: 'its failed creation',
  replace_by_request: 'the option -replace',
};

/** Returns a line for each new or destroyed resource; if there are too many, the counts by area instead. */
export function addressLines(sign: string, color: Color, resources: readonly ChangedResource[]): string[] {
  if (resources.length > maxListed) return areaLines(sign, color, resources);
  return resources.map(({ address }) => color(`  ${sign} ${address}`));
}

/**
 * Returns the lines about changed resources with their arguments. Resources that change only because of other resources
 * are named at the end.
 */
export function changedLines(changed: readonly ChangedResource[]): string[] {
  const isFollower = ({ changes }: ChangedResource) => changes.every(({ unknown }) => unknown);
  const causes = changed.filter((resource) => !isFollower(resource));
  const followers = changed.filter(isFollower);
  return [
    ...causes.flatMap(({ address, changes }) => [colors.yellow(`  ~ ${address}`), ...argumentLines(changes)]),
    ...followerLines({ sign: '~', color: colors.yellow }, followers, ({ changes }) =>
      changes.map(({ path }) => argumentOf(path)),
    ),
  ];
}

/** Returns the lines about replaced resources, with the arguments that force each replacement. */
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
    ...followerLines({ sign: '±', color: colors.magenta }, followers, ({ forcedBy }) => forcedBy),
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
  { sign, color }: { readonly sign: string; readonly color: Color },
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
  // For AWS, a changed task definition is a new revision. The old revision remains.
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
 * Returns the changes that force a replacement. If some of the new values are known, leaves out the changes with
 * unknown values, because these are only consequences of changes to other resources.
 */
function forcingChanges({ changes, forcedBy }: ChangedResource): ArgumentChange[] {
  const all = changes.filter(({ path }) => forcedBy.some((forced) => argumentOf(forced) === argumentOf(path)));
  const known = all.filter(({ unknown }) => !unknown);
  return known.length > 0 ? known : all;
}
