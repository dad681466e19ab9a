import { typesOfOtherSettings } from './other-settings';
import type { Part } from './part';
import { serviceOf } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';
import { needsRow, table } from './table';
import type { Target } from './target';

/** An action that a resource type needs, and one of the targets on which the action is allowed. */
export interface Need {
  readonly action: string;
  readonly type: string;
  readonly part: Part;
  readonly target: Target;
}

/** The folder of the files with rows, for error messages. */
export const rowsFolder = 'packages/aws-permissions/src/rows/';

/** Returns the AWS types in a stack for which the table has no row. */
export function typesWithoutRow(owner: StackOwner): string[] {
  return [...owner.types].filter((type) => needsRow(type) && table[type] === undefined);
}

/**
 * Returns the actions that the stack needs, but that are allowed on no resource because a row does not support the resource's arguments.
 * @returns strings such as `dynamodb:CreateTable of aws_dynamodb_table`
 */
export function actionsWithoutResource(owner: StackOwner): string[] {
  return [...owner.types].flatMap((type) => {
    const { reads = [], writes = [], targetsOf = () => [] } = table[type] ?? {};
    const isMissing = (action: string) =>
      targetsOf(action).every((target) => !target.isOptional && target.resources(owner).length === 0);
    return [...reads, ...writes].filter(isMissing).map((action) => `${action} of ${type}`);
  });
}

/**
 * Returns the actions that a stack needs, including the actions that an edit of its settings can require.
 * @param which `reads` for a plan, `writes` for the changes of an apply
 */
export function needsOf(owner: StackOwner, which: 'reads' | 'writes'): Need[] {
  return [...owner.types, ...typesOfOtherSettings(owner, which)].flatMap((type) => {
    const row = table[type];
    return (row?.[which] ?? []).flatMap((action) =>
      (row?.targetsOf(action) ?? [])
        .filter(({ reachesBeyond }) => !reachesBeyond || owner.has(type))
        .map((target) => ({ action, type, part: target.part ?? row?.part ?? 'service', target })),
    );
  });
}

/** Returns statements that allow these actions on their targets. Actions with the same resources and condition share a statement. */
export function statementsFor(owner: StackOwner, needs: readonly Pick<Need, 'action' | 'target'>[]): Statement[] {
  const all = new Set(needs.map(({ action }) => action));
  const groups = new Map<string, { actions: Set<string>; resources: Set<string>; condition: Statement['Condition'] }>();
  for (const { action, target } of needs) {
    const resources = target.resources(owner);
    if (resources.length === 0) continue;
    const condition = target.condition?.(owner, all);
    const key = JSON.stringify([target.sharesStatement ? serviceOf(action) : [...resources].sort(), condition]);
    const group = groups.get(key) ?? { actions: new Set(), resources: new Set(), condition };
    group.actions.add(action);
    for (const resource of resources) group.resources.add(resource);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: [...resources].sort(),
    ...(condition && { Condition: condition }),
  }));
}
