import type { Statement } from '../../iam/policy';

/** Returns a statement that allows actions of one service. The names in `actions` have no service prefix, for example `GetObject`. */
export function allow(service: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions.map((action) => `${service}:${action}`), Resource: resources };
}
