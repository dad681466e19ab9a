import { type CommandName, commandActions, commandPolicies, StackOwner } from '@eight-digit/aws-permissions';
import type { FakeAws } from '../aws/fake-aws';
import type { Changes } from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';
import { type Call, isAllowed } from './iam-evaluator';
import { authorizedCalls } from './recorded-calls';
import { account } from './role-policies';

/** Records the AWS API calls of each command. */
export class CommandCalls {
  private readonly recorded = new Map<CommandName, Call[]>();

  /** Runs a function, and attributes all AWS API calls during that time to this command. Therefore only one command may run at a time. */
  async record<Result>(command: CommandName, { calls }: FakeAws, work: () => Promise<Result>): Promise<Result> {
    const first = calls.length;
    try {
      return await work();
    } finally {
      this.recorded.set(command, [...(this.recorded.get(command) ?? []), ...authorizedCalls(calls.slice(first))]);
    }
  }

  /** The recorded commands that have called AWS, sorted. */
  get commands(): CommandName[] {
    return [...this.recorded].flatMap(([command, calls]) => (calls.length > 0 ? [command] : [])).sort();
  }

  /** For each recorded command, the actions that `npm run permissions` lists but the command has not used. */
  get unused(): Record<string, string[]> {
    return Object.fromEntries(
      [...this.recorded].map(([command, calls]) => {
        const made = new Set(calls.map(({ action }) => action));
        return [command, commandActions(command).filter((action) => !made.has(action))];
      }),
    );
  }

  /** Returns the recorded calls that the policies of `npm run permissions` do not allow, one sentence each. */
  problems(changes: Changes): string[] {
    return [...this.recorded].flatMap(([command, calls]) => unlistedCalls(command, changes, calls));
  }
}

/**
 * Returns the calls of a command that the policies of `npm run permissions` do not allow, one sentence each.
 * @param changes the environment of the command: the fixture with these changes
 */
export function unlistedCalls(command: CommandName, changes: Changes, calls: readonly Call[]): string[] {
  const owner = StackOwner.fromDocument(synthesized(changes), { accountId: account });
  const statements = Object.values(commandPolicies(owner, command)).flat();
  const denied = calls.filter((call) => !isAllowed(statements, call));
  return [...new Set(denied.map(({ action, resource }) => `npm run ${command} calls ${action} on ${resource}`))];
}
