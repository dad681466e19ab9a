import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { isInteractive } from '../console/terminal';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';
import { type ExecTarget, findExecTarget } from './exec-target';
import { joinSession, requireSessionManagerPlugin, type StartedSession } from './session-manager-plugin';
import { runInTerminal } from './terminal-program';

export interface ExecProps {
  readonly environment: SynthesizedEnvironment;
  /** The command and its arguments; an empty list opens a shell. */
  readonly words: readonly string[];
  /** The id of a running task, or the first characters of the id. @default the newest task in which commands can run */
  readonly task?: string | undefined;
  /** The name of the container. @default the container of the app */
  readonly container?: string | undefined;
}

/**
 * Checks everything that can be checked without a request to AWS.
 * @throws UserError if ECS Exec is off, if there is no such container, or if a shell would have no terminal
 */
export function checkExec({ environment, words, container }: ExecProps): void {
  const { name, stack, containers } = environment;
  if (stack.resources('aws_ecs_service')[0]?.block.enable_execute_command !== true) {
    throw new UserError(
      `ECS Exec is off in ${name}. Set app: { exec: true } in environments/${name}.ts, then run: npm run deploy ${name}`,
    );
  }
  if (container !== undefined && !containers.includes(container)) {
    throw new UserError(`${name} has no container "${container}". Its containers: ${containers.join(', ')}`);
  }
  if (words.length === 0 && !isInteractive()) {
    throw new UserError(
      `A shell needs a terminal, but standard input or output is not a terminal, or CI is set. To run one command: npm run exec ${name} -- -- <command>`,
    );
  }
}

export interface ExecRun {
  readonly aws: AwsClients;
  /** Receives a line that names the task and the container. */
  readonly report: (line: string) => void;
  readonly stop: AbortSignal;
}

/**
 * Runs a command or a shell in a running task, as root.
 * @returns the exit code of the Session Manager plugin. ECS does not report that of the command
 * @throws UserError if the command cannot be started
 */
export async function exec(props: ExecProps, { aws, report, stop }: ExecRun): Promise<number> {
  const { environment, words, task, container = environment.containers[0] ?? '' } = props;
  const plugin = await requireSessionManagerPlugin();
  const target = await findExecTarget({ environment, aws, task, container });
  const command = words.length === 0 ? '/bin/sh' : quoteWords(words);
  const session = await startSession(environment, aws, { ...target, command });
  report(`Task ${target.task}, container ${target.container}, as root:`);
  const { args, env } = joinSession(session, environment.region);
  return runInTerminal(plugin, args, { env, stop });
}

async function startSession(
  { name, clusterName }: SynthesizedEnvironment,
  aws: AwsClients,
  { taskArn, task, container, runtimeId, command }: ExecTarget & { readonly command: string },
): Promise<StartedSession> {
  const { ExecuteCommandCommand } = await import('@aws-sdk/client-ecs');
  const input = { cluster: clusterName, task: taskArn, container, interactive: true, command };
  try {
    const { session } = await (await aws.ecs()).send(new ExecuteCommandCommand(input));
    const { sessionId = '', streamUrl = '', tokenValue = '' } = session ?? {};
    return { sessionId, streamUrl, tokenValue, target: `ecs:${clusterName}_${task}_${runtimeId}` };
  } catch (error) {
    if ((error as Error).name === 'TargetNotConnectedException') {
      throw new UserError(
        `The ECS Exec agent in the container ${container} of the task ${task} is not connected to Systems Manager. Try again in a minute. If the agent is still not connected, check that the task can reach ssmmessages in the environment's region over HTTPS.`,
      );
    }
    throw toUserError(error, `run a command in ${name} (ecs:ExecuteCommand on its cluster and its tasks)`);
  }
}

/** Joins words into a command line for the ECS Exec agent. The agent splits the command line like a shell, but does not run a shell. */
export function quoteWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
