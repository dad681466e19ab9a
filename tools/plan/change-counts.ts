import type { Action, PlanJson } from './plan-json';

/** How many resources a plan creates, updates and deletes. A replacement counts as one created and one deleted. */
export interface ChangeCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

export function countChanges({ resource_changes: changes = [] }: PlanJson): ChangeCounts {
  const count = (action: Action) => changes.filter(({ change }) => change.actions.includes(action)).length;
  return { create: count('create'), update: count('update'), delete: count('delete') };
}
