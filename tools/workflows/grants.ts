import type { Statement } from '@eight-digit/aws-permissions';
import { shortened } from '../permissions/permissions-text';

/** One action that is allowed on one resource, under one condition. */
interface Grant {
  readonly action: string;
  readonly resource: string;
  /** The condition in words; an empty string if there is none. */
  readonly condition: string;
}

/**
 * Returns the grants in these statements, by a unique key. There is a grant for each action, each resource, and each
 * combination of the condition's values.
 */
export function grantsOf(statements: readonly Statement[]): ReadonlyMap<string, Grant> {
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
  const grants = allowed.flatMap(({ Action, Resource, Condition = {} }) =>
    conditionsOf(Condition).flatMap((condition) =>
      Action.flatMap((action) => Resource.map((resource): Grant => ({ action, resource, condition }))),
    ),
  );
  return new Map(grants.map((grant) => [JSON.stringify(grant), grant]));
}

/** Describes each combination of a condition's values, so that adding a value to a list makes a single difference. */
function conditionsOf(condition: NonNullable<Statement['Condition']>): string[] {
  const keys = Object.entries(condition).flatMap(([operator, values]) =>
    Object.entries(values).map(([key, listed]) => [listed].flat().map((value) => `${key} ${operator} ${value}`)),
  );
  return keys.reduce(
    (texts, values) => texts.flatMap((text) => values.map((value) => (text === '' ? value : `${text} and ${value}`))),
    [''],
  );
}

/** The maximum number of resources that are listed by name. The other resources are only counted. */
const maxResources = 3;

/** Describes grants in words, with one string for each combination of action and condition. */
export function describeGrants(grants: readonly Grant[]): string[] {
  const groups = new Map<string, { readonly grant: Grant; readonly resources: string[] }>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.action, grant.condition]);
    const group = groups.get(key) ?? { grant, resources: [] };
    group.resources.push(shortened(grant.resource));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ grant: { action, condition }, resources }) => {
    const more = resources.length > maxResources ? ` and ${resources.length - maxResources} more` : '';
    const shown = `${action} on ${resources.slice(0, maxResources).join(', ')}${more}`;
    return condition === '' ? shown : `${shown} if ${condition}`;
  });
}
