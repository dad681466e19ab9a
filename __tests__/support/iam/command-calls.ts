import { type CommandName, commandActions, commandPolicies, StackOwner } from '@eight-digit/aws-permissions';
import type { FakeAws } from '../aws/fake-aws';
import type { Changes } from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';
import { type Call, isAllowed } from './iam-evaluator';
import { authorizedCalls } from './recorded-calls';
import { account } from './role-policies';

/** Records the calls of each command. */
export class CommandCalls {
  private readonly recorded = new Map<CommandName, Call[]>();

  /** Does work, and records its calls as those of a command. Commands that run at the same time cannot be distinguished. */
  async record<Result>(command: CommandName, { calls }: FakeAws, work: () => Promise<Result>): Promise<Result> {
    const first = calls.length;
    try {
      return await work();
    } finally {
      this.recorded.set(command, [...(this.recorded.get(command) ?? []), ...authorizedCalls(calls.slice(first))]);
    }
  }

  /** The commands that have made calls. */
  get commands(): CommandName[] {
    return [...this.recorded].flatMap(([command, calls]) => (calls.length > 0 ? [command] : [])).sort();
  }

  /** The actions that `npm run permissions` lists for the commands, but that no command has made here, by command. */
  get unused(): Record<string, string[]> {
    return Object.fromEntries(
      [...this.recorded].map(([command, calls]) => {
        const made = new Set(calls.map(({ action }) => action));
        return [command, commandActions(command).filter((action) => !made.has(action))];
      }),
    );
  }

  /** Returns the calls that `npm run permissions` does not allow to the command that made them, one sentence each. */
  problems(changes: Changes): string[] {
    return [...this.recorded].flatMap(([command, calls]) => unlistedCalls(command, changes, calls));
  }
}

/** Returns the calls of a command that `npm run permissions` does not allow for an environment, one sentence each. */
export function unlistedCalls(command: CommandName, changes: Changes, calls: readonly Call[]): string[] {
  const owner = StackOwner.of(synthesized(changes), { accountId: account });
  const statements = Object.values(commandPolicies(owner, command)).flat();
  const denied = calls.filter((call) => !isAllowed(statements, call));
  return [...new Set(denied.map(({ action, resource }) => `npm run ${command} calls ${action} on ${resource}`))];
}
