import type { Statement } from '../../iam/policy';

/** Allows actions of one service. */
export function allow(
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: NonNullable<Statement['Condition']>,
): Statement {
  return {
    Effect: 'Allow',
    Action: actions.map((action) => `${service}:${action}`),
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}
