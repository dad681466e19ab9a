import { findOnPath } from '../shared/find-program';
import { runProcess } from '../shared/run-process';
import { UserError } from '../shared/user-error';

/** A session of Session Manager that AWS has started. The plugin can join it only once. */
export interface StartedSession {
  readonly sessionId: string;
  readonly streamUrl: string;
  /** The token of the session. It is a secret, because anyone who has it can join the session. */
  readonly tokenValue: string;
  /** The target of the session: the id of an instance (`i-…`) or a container (`ecs:<cluster>_<task>_<runtime id>`). */
  readonly target: string;
}

/**
 * The oldest version of the plugin that reads the token from an environment variable. A token in an argument would be
 * visible to every user of the machine.
 * https://github.com/aws/session-manager-plugin/blob/mainline/RELEASENOTES.md
 */
const oldestVersion = '1.2.536.0';
const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE';
const howToInstall =
  'Install the plugin and run the command again (the AWS CLI is not needed): https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

/**
 * Finds the Session Manager plugin, AWS's program that connects a terminal or a local port to a session.
 * @returns the path of the program
 * @throws UserError that says how to install the plugin if it is missing or too old
 */
export async function requireSessionManagerPlugin(): Promise<string> {
  const program = findOnPath('session-manager-plugin', 'session-manager-plugin.exe');
  if (program === null) throw new UserError(`There is no session-manager-plugin on the PATH. ${howToInstall}`);
  const version = (await runProcess(program, ['--version'])).stdout.trim();
  if (isOlder(version, oldestVersion)) {
    throw new UserError(
      `Found session-manager-plugin ${version || 'without a version'}; ${oldestVersion} or newer is required. ${howToInstall}`,
    );
  }
  return program;
}

/**
 * Returns the arguments and the environment variables with which the plugin joins a session. The AWS CLI uses the same
 * ones.
 */
export function joinSession(
  { sessionId, streamUrl, tokenValue, target }: StartedSession,
  region: string,
): { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  const { AWS_PROFILE = '', AWS_ENDPOINT_URL } = process.env;
  const response = { SessionId: sessionId, StreamUrl: streamUrl, TokenValue: tokenValue };
  // The plugin uses this profile and this endpoint to resume an interrupted session.
  const endpoint = AWS_ENDPOINT_URL ?? `https://ssm.${region}.amazonaws.com`;
  return {
    args: [responseVariable, region, 'StartSession', AWS_PROFILE, JSON.stringify({ Target: target }), endpoint],
    env: { ...process.env, [responseVariable]: JSON.stringify(response) },
  };
}

/** Whether a version such as `1.2.497.0` is older than another version. A string that is not a version counts as older. */
function isOlder(version: string, other: string): boolean {
  if (!/^\d+(\.\d+)+$/.test(version)) return true;
  const numbers = version.split('.').map(Number);
  const others = other.split('.').map(Number);
  const index = others.findIndex((number, place) => number !== (numbers[place] ?? 0));
  return index !== -1 && (numbers[index] ?? 0) < (others[index] ?? 0);
}
