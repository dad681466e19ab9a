import { findOnPath } from '../shared/find-program';
import { runProcess } from '../shared/process';
import { UserError } from '../shared/user-error';

/** A session of Session Manager that has been started, and that the plugin can join once. */
export interface StartedSession {
  readonly sessionId: string;
  readonly streamUrl: string;
  /** A secret: anyone who has it can join the session. */
  readonly tokenValue: string;
  /** The instance or the container: `i-…`, `ecs:<cluster>_<task>_<container's runtime id>`. */
  readonly target: string;
}

/**
 * The oldest version that reads the token from its environment. Arguments are visible to every user of the machine.
 * https://github.com/aws/session-manager-plugin/blob/mainline/RELEASENOTES.md
 */
const oldestVersion = '1.2.536.0';
const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE';
const howToInstall =
  'Install it and run the command again; the AWS CLI is not needed: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

/**
 * Finds AWS's program that connects a terminal or a local port with a session.
 * @returns its path
 * @throws UserError that says how to install it, if it is missing or too old
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
 * Returns the arguments and the environment with which the plugin joins a session. The AWS CLI calls it in the same
 * way.
 */
export function joinSession(
  { sessionId, streamUrl, tokenValue, target }: StartedSession,
  region: string,
): { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  const { AWS_PROFILE = '', AWS_ENDPOINT_URL } = process.env;
  const response = { SessionId: sessionId, StreamUrl: streamUrl, TokenValue: tokenValue };
  // The plugin resumes an interrupted session with this profile at this endpoint.
  const endpoint = AWS_ENDPOINT_URL ?? `https://ssm.${region}.amazonaws.com`;
  return {
    args: [responseVariable, region, 'StartSession', AWS_PROFILE, JSON.stringify({ Target: target }), endpoint],
    env: { ...process.env, [responseVariable]: JSON.stringify(response) },
  };
}

/** Whether a version such as `1.2.497.0` is older than another. A text that is not a version counts as older. */
function isOlder(version: string, other: string): boolean {
  if (!/^\d+(\.\d+)+$/.test(version)) return true;
  const numbers = version.split('.').map(Number);
  const others = other.split('.').map(Number);
  const index = others.findIndex((number, place) => number !== (numbers[place] ?? 0));
  return index !== -1 && (numbers[index] ?? 0) < (others[index] ?? 0);
}
