import type { CallName } from './calls';
import { callStatements } from './purposes';
import { changePoliciesOf, type Policies, readPoliciesOf } from './role-policies';
import type { StackOwner } from './stack-owner';
import { ownStateStatements } from './state';

/** The access to AWS that a command needs. */
export interface Command {
  /**
   * How the command uses Terraform. `outputs` only reads the state.
   * @default the command does not start Terraform
   */
  readonly terraform?: 'outputs' | 'plan' | 'apply';
  /** The AWS calls that the command makes itself, not through Terraform. */
  readonly calls: readonly CallName[];
  /**
   * Whether only people run the command, with their own permissions. The roles of the bootstrap then do not allow the command.
   * @default false
   */
  readonly isForOperators?: boolean;
}

/** Calls that watch a deployment, explain its failure, and stop it after Ctrl-C. */
const rollout = [
  ...(['history', 'service', 'taskDefinition', 'listTasks', 'tasks', 'alarms'] as const),
  ...(['deployments', 'stopDeployment', 'taskLog'] as const),
] as const;
/** Calls for the checks before a deployment. */
const checks = ['login', 'findParameters', 'findSecrets', 'certificate'] as const;

/** Every npm command that calls AWS, by its name: `deploy` is `npm run deploy`. */
export const commands = {
  deploy: { terraform: 'apply', calls: [...rollout, ...checks, 'images', 'address', 'pull', 'push'] },
  destroy: {
    terraform: 'apply',
    calls: ['tagged', 'images', 'tables', 'objects', 'logGroups', 'findParameters', 'history'],
  },
  doctor: { terraform: 'outputs', calls: [...checks, 'vpcs', 'addresses', 'quotas', 'history'] },
  drift: { terraform: 'plan', calls: [] },
  exec: { calls: ['listTasks', 'tasks', 'execute'], isForOperators: true },
  load: {
    terraform: 'outputs',
    calls: ['listTasks', 'tasks', 'service', 'address', 'metrics'],
    isForOperators: true,
  },
  logs: { calls: ['listTasks', 'tasks', 'taskLog', 'log'] },
  open: { terraform: 'outputs', calls: ['listTasks', 'tasks', 'service', 'address'] },
  park: { terraform: 'apply', calls: rollout },
  plan: { terraform: 'plan', calls: [] },
  promote: {
    terraform: 'apply',
    calls: [...rollout, ...checks, 'images', 'address', 'pull', 'push', 'otherImages', 'otherHistories'],
  },
  psql: {
    calls: ['databaseParameters', 'masterSecret', 'instances', 'session', 'sessionDocument'],
    isForOperators: true,
  },
  rollback: { terraform: 'apply', calls: [...rollout, 'images', 'address'] },
  secret: { calls: ['writeParameter', 'writeSecret', 'encrypt'], isForOperators: true },
  status: {
    terraform: 'outputs',
    calls: ['history', 'images', 'service', 'taskDefinition', 'listTasks', 'tasks', 'address', 'alarms'],
  },
  unpark: { terraform: 'apply', calls: [...rollout, 'images', 'address'] },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof commands;

const stateModes = { outputs: 'outputs', plan: 'read', apply: 'write' } as const;

/**
 * Returns the least-privilege policies for one or more commands: policies for Terraform, for the state, and for the commands' own calls.
 * The policy for their own calls is named after the commands, for example `deploy+destroy`.
 */
export function commandPolicies(owner: StackOwner, ...names: readonly CommandName[]): Policies {
  const all = names.map((name): Command => commands[name]);
  const terraform = (['apply', 'plan', 'outputs'] as const).find((mode) => all.some((one) => one.terraform === mode));
  const state = terraform === undefined ? [] : ownStateStatements(owner, stateModes[terraform]);
  const own = owner.isEnvironment ? callStatements(owner, [...new Set(all.flatMap(({ calls }) => calls))]) : [];
  return {
    ...(terraform === 'plan' || terraform === 'apply' ? readPoliciesOf(owner) : {}),
    ...(terraform === 'apply' ? changePoliciesOf(owner) : {}),
    ...(state.length > 0 && { state }),
    ...(own.length > 0 && { [names.join('+')]: own }),
  };
}
