import { type CallName, calls } from './calls';
import { statementsFor } from './permissions';
import { actions } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/** The calls that the commands make in addition to Terraform, by purpose. The bootstrap's roles get a separate policy for each purpose. */
const purposes = {
  'push-images': ['login', 'images', 'pull', 'push'],
  /** Finds the image that a deployment or a promotion would use. */
  'read-images': ['login', 'images', 'pull'],
  'read-history': ['otherHistories'],
  'follow-log': ['log'],
  'list-tagged': ['tagged'],
  'read-quotas': ['quotas'],
  /** Shows a deployment with its tasks and logs, and stops the deployment after Ctrl-C. */
  'watch-deployments': ['tasks', 'listTasks', 'stopDeployment', 'taskLog', 'history'],
  'promote-images': ['otherImages', 'otherHistories'],
} as const satisfies Readonly<Record<string, readonly CallName[]>>;

export type Purpose = keyof typeof purposes;

/** Returns the statements that allow the calls for this purpose. */
export function purposeStatements(owner: StackOwner, purpose: Purpose): Statement[] {
  return callStatements(owner, purposes[purpose]);
}

/** Returns the statements that allow these calls. */
export function callStatements(owner: StackOwner, names: readonly CallName[]): Statement[] {
  const needs = names.flatMap((name) => {
    const [listed, target] = calls[name];
    return actions(listed).map((action) => ({ action, target }));
  });
  return statementsFor(owner, needs);
}
