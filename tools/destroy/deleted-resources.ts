import type { PlanJson } from '../terraform/plan-json';
import { appliedOf, isDeleted } from './blockers';

/** Returns the number of resources that a plan deletes. */
export function countDeleted({ resource_changes: changes = [] }: PlanJson): number {
  return changes.filter(isDeleted).length;
}

/** Returns the ARNs of the resources that a plan deletes. */
export function deletedArns({ resource_changes: changes = [] }: PlanJson): ReadonlySet<string> {
  const attributes = changes.filter(isDeleted).flatMap((change) => {
    const { arn, id } = appliedOf(change);
    return [arn, id];
  });
  return new Set(attributes.filter((value) => typeof value === 'string' && value.startsWith('arn:')) as string[]);
}
