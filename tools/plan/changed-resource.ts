import type { ResourceChange } from '../terraform/plan-json';
import { type ArgumentChange, argumentChanges, argumentOf } from './argument-changes';
import type { PlanReferences } from './plan-references';

/** A resource of a plan that is created, changed, replaced, destroyed or forgotten. */
export interface ChangedResource {
  readonly address: string;
  readonly type: string;
  /** The arguments that change; empty for a resource that is created or destroyed. */
  readonly changes: readonly ArgumentChange[];
  /** The arguments that force the replacement. */
  readonly forcedBy: readonly string[];
  /** Terraform's reason, if it is not an argument, such as `replace_because_tainted`. */
  readonly reason?: string;
}

/** Returns the changed arguments of a resource, and why it is replaced. */
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
 * Omits arguments that change only because others do: attributes that AWS sets, and `tags_all` next to `tags`. If all
 * do, returns them all.
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
