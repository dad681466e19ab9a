import type { Permission, Statement } from '../../iam/policy';

type Condition = NonNullable<Statement['Condition']>;

/** Merges statements with the same resources and condition, because IAM limits the size of a policy. */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const { Action: _action, ...rest } = statement;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, Action: group.flatMap(({ Action }) => Action) }] : [];
  });
}

/** Allows actions that already contain the name of the service. */
export function allowPermissions(permissions: readonly Permission[]): Statement[] {
  return permissions.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources }));
}

/** Allows actions of one service. */
export function allow(
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return statement('Allow', service, actions, resources, condition);
}

/** As `allow`, but without resources there is no statement. */
export function allowIfAny(service: string, actions: readonly string[], resources: readonly string[]): Statement[] {
  return resources.length > 0 ? [allow(service, actions, resources)] : [];
}

/** Denies actions of one service, even if another statement allows them. */
export function deny(
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return statement('Deny', service, actions, resources, condition);
}

function statement(
  effect: Statement['Effect'],
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return {
    Effect: effect,
    Action: actions.map((action) => `${service}:${action}`),
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}
