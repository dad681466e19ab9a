/** How many resources a plan creates, updates and deletes. A replacement counts as one created and one deleted. */
export interface ChangeCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

/** The part of the output of `terraform show -json` that is read here. */
interface PlanDocument {
  readonly resource_changes?: readonly { readonly change: { readonly actions: readonly string[] } }[];
}

export function countChanges({ resource_changes: changes = [] }: PlanDocument): ChangeCounts {
  const count = (action: string) => changes.filter(({ change }) => change.actions.includes(action)).length;
  return { create: count('create'), update: count('update'), delete: count('delete') };
}
