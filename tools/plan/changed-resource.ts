import type { ResourceChange } from '../terraform/plan-json';
import { type ArgumentChange, argumentChanges, argumentOf } from './argument-changes';
import type { PlanReferences } from './plan-references';

/** A resource of a plan that is created, changed, replaced, destroyed or forgotten. */
export interface ChangedResource {
  readonly address: string;
  readonly type: string;
  /** The arguments that change; an empty list for a resource that is created or destroyed. */
  readonly changes: readonly ArgumentChange[];
  /** The paths of the arguments that force the replacement. */
  readonly forcedBy: readonly string[];
  /** Terraform's reason for the action if no argument is the reason, such as `replace_because_tainted`. */
  readonly reason?: string;
}

/** Returns the changed arguments of a resource. If the resource is replaced, also returns the reason. */
export function changedResource(resource: ResourceChange, references: PlanReferences): ChangedResource {
  const { address, type, change, action_reason: reason } = resource;
  const isChange = change.before !== null && change.after !== null;
  const isReason = reason !== undefined && /^replace_/.test(reason) && reason !== 'replace_because_cannot_update';
  return {
    address,
    type,
    changes: isChange ? relevantChanges(resource, references) : [],
    forcedBy: (change.replace_paths ?? []).map(pathOf),
    ...(isReason ? { reason } : {}),
  };
}

/**
 * Returns the changed arguments without those that change only as a consequence: attributes that AWS sets, and
 * `tags_all` next to `tags`.
 * If all changes are consequences, returns all of them.
 */
function relevantChanges({ address, change }: ResourceChange, references: PlanReferences): ArgumentChange[] {
  const all = argumentChanges(change);
  const hasTags = all.some((found) => argumentOf(found.path) === 'tags');
  const relevant = all.filter((found) => {
    if (argumentOf(found.path) === 'tags_all' && hasTags) return false;
    return !found.unknown || references.isWritten(address, argumentOf(found.path)) !== false;
  });
  return relevant.length > 0 ? relevant : all;
}

function pathOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
