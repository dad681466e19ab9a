import type { Difference, PermissionsDifference } from './compare-permissions';

/** The maximum number of lines about one environment in the comment. */
const maxLines = 20;

/** Formats the changes in permissions as Markdown, with a list for each environment. Returns an empty string if no permission changes. */
export function permissionsMarkdown(differences: readonly PermissionsDifference[]): string {
  return differences.map(describe).join('\n\n');
}

function describe({ environment, kind, move, role, boundary }: PermissionsDifference): string {
  if (kind === 'new') return `**${environment}** is new: apply the bootstrap before its first deployment.`;
  if (kind === 'removed')
    return `This change removes **${environment}** from the bootstrap: destroy the environment before you apply the bootstrap.`;
  const changes = [
    ...(isEmpty(role) ? [] : ['the deploy role needs different permissions']),
    ...(isEmpty(boundary) ? [] : ['the roles of the app need a different permissions boundary']),
  ];
  const added = [...role.added, ...boundary.added];
  const removed = [...role.removed, ...boundary.removed];
  const advice = `${changes.join(', and ')}. If the bootstrap creates ${changes.length > 1 ? 'them' : 'it'}, apply the bootstrap ${when(added, removed)}.`;
  return [
    ...(move
      ? [
          `**${environment}** changes its region from ${move.from} to ${move.to}, which its roles are not allowed to apply. docs/changes.md says how to move an environment.`,
        ]
      : []),
    ...(changes.length > 0 ? [`**${environment}**: ${advice}`] : []),
    ...listed('Added', role.added),
    ...listed('Removed', role.removed),
    ...listed('Added to the boundary', boundary.added),
    ...listed('Removed from the boundary', boundary.removed),
  ].join('\n\n');
}

function isEmpty({ added, removed }: Difference): boolean {
  return added.length + removed.length === 0;
}

/**
 * Returns when to apply the bootstrap. A role needs new permissions before the deployment. It needs the old ones until
 * the end of the deployment, which may delete resources.
 */
function when(added: readonly string[], removed: readonly string[]): string {
  if (removed.length === 0) return 'before the deployment';
  return added.length === 0
    ? 'after the deployment'
    : 'before the deployment, unless docs/changes.md says to do it afterwards';
}

function listed(title: string, pairs: readonly string[]): string[] {
  if (pairs.length === 0) return [];
  const shown = pairs.slice(0, maxLines).map((pair) => `- \`${pair}\``);
  const rest = pairs.length - shown.length;
  return [`${title}:\n\n${[...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')}`];
}
