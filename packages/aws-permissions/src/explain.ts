import { calls } from './calls';
import { type CommandName, commandPolicies, commands } from './commands';
import { needsOf } from './permissions';
import { actions, serviceOf } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/** The reasons why an action is in the policies of an environment. */
export interface Explanation {
  readonly action: string;
  /** The addresses of the resources and data sources that need the action. */
  readonly resources: readonly string[];
  /** The types outside the stack that need the action and that an edit of the settings can add. */
  readonly otherSettings: readonly string[];
  /** The commands that call the action themselves, not through Terraform. */
  readonly commands: readonly string[];
  /** The statements that allow or deny the action, from the policies of the commands. */
  readonly statements: readonly Statement[];
}

/**
 * Explains why an action is in the policies of an environment.
 * @param written the action as the user typed it, in upper or lower case
 * @param command limits the explanation to the policies of this command. @default all commands
 * @returns undefined if nothing needs the action
 */
export function explain(owner: StackOwner, written: string, command?: CommandName): Explanation | undefined {
  const isSame = (action: string) => action.toLowerCase() === written.toLowerCase();
  const isService = (action: string) => action === `${serviceOf(written.toLowerCase())}:*`;
  const needs = [...needsOf(owner, 'reads'), ...needsOf(owner, 'writes')].filter(({ action }) => isSame(action));
  const types = new Set(needs.map(({ type }) => type));
  const names = command === undefined ? (Object.keys(commands) as CommandName[]) : [command];
  const callers = owner.isEnvironment ? names.filter((name) => commandActions(name).some(isSame)) : [];
  const statements = names
    .flatMap((name) => Object.values(commandPolicies(owner, name)).flat())
    .filter(({ Action }) => Action.some((action) => isSame(action) || isService(action)));
  if (!statements.some(({ Action }) => Action.some(isSame))) return undefined;
  const action = statements.flatMap(({ Action }) => Action).find(isSame) ?? written;
  return {
    action,
    resources: owner.resources.filter(({ type }) => types.has(type)).map(({ address }) => address),
    otherSettings: [...types].filter((type) => !owner.has(type)),
    commands: callers,
    statements: withoutDuplicates(statements.map((statement) => ({ ...statement, Action: [action] }))),
  };
}

/** Returns the actions that a command calls itself, not through Terraform. */
export function commandActions(name: CommandName): string[] {
  return commands[name].calls.flatMap((call) => actions(calls[call][0]));
}

function withoutDuplicates(statements: readonly Statement[]): Statement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
