import type { Difference, PermissionsDifference } from './compare-permissions';

/** The maximum number of lines that the comment shows for one environment. */
const maxLines = 20;

/**
 * Returns the changes of the deploy roles' permissions as Markdown, a list for each environment. Empty if nothing
 * changes.
 */
export function permissionsMarkdown(differences: readonly PermissionsDifference[]): string {
  return differences.map(describe).join('\n\n');
}

function describe({ environment, kind, role, boundary }: PermissionsDifference): string {
  if (kind === 'new') return `**${environment}** is new: apply the bootstrap before its first deployment.`;
  if (kind === 'removed') return `**${environment}** is removed: destroy it before you apply the bootstrap.`;
  const changes = [
    ...(isEmpty(role) ? [] : ['the deploy role needs other permissions']),
    ...(isEmpty(boundary) ? [] : ['the roles of the app need another permissions boundary']),
  ];
  const added = [...role.added, ...boundary.added];
  const removed = [...role.removed, ...boundary.removed];
  return [
    `**${environment}**: ${changes.join(', and ')}. If the bootstrap creates ${changes.length > 1 ? 'them' : 'it'}, apply the bootstrap ${when(added, removed)}.`,
    ...listed('Added', role.added),
    ...listed('Removed', role.removed),
    ...listed('Added to the boundary', boundary.added),
    ...listed('Removed from the boundary', boundary.removed),
  ].join('\n\n');
}

function isEmpty({ added, removed }: Difference): boolean {
  return added.length + removed.length === 0;
}

/** When to apply: a deployment needs new permissions before it starts, and old ones until it has deleted their resources. */
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
