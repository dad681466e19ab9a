import { setTimeout as sleep } from 'node:timers/promises';

/** How long the app may take to become ready, in milliseconds. A busy machine may need ten times as long as an idle one. */
const timeoutMs = 120_000;
/** The time after which a hint is printed, in milliseconds. Even on a busy machine, an app without a problem is ready earlier. */
const hintAfterMs = 10_000;
const pauseMs = 25;

/** The request to which an app must respond with 200 to be ready. */
export interface ReadyConditions {
  /** The path that must return 200. */
  readonly path: string;
  /** The port on which the app should listen: the value of its variable `PORT`. */
  readonly port: number;
  readonly listenHost: string;
}

/**
 * Requests the path until the app returns 200. After ten seconds, prints a hint that says what the app still has to do.
 * @param request returns the status code of one request; undefined if there is no response
 * @param isRunning returns whether the process of the app is still running
 * @returns false if the app has ended, or is not ready after two minutes
 */
export async function waitUntilReady(
  conditions: ReadyConditions,
  request: () => Promise<number | undefined>,
  isRunning: () => boolean,
): Promise<boolean> {
  const startedAt = Date.now();
  let isHintPrinted = false;
  while (isRunning() && Date.now() < startedAt + timeoutMs) {
    const status = await request();
    if (status === 200) return true;
    if (!isHintPrinted && Date.now() >= startedAt + hintAfterMs) {
      console.log(hint(conditions, status));
      isHintPrinted = true;
    }
    await sleep(pauseMs);
  }
  return false;
}

function hint({ path, port, listenHost }: ReadyConditions, status: number | undefined): string {
  const problem =
    status === undefined
      ? `The app does not respond at ${listenHost}:${port} yet. It must listen on the port in PORT (${port}) and the address in LISTEN_HOST (${listenHost}), and return 200 for ${path}.`
      : `The app returns ${status} for ${path}, but must return 200.`;
  return `      ...  ${problem} Still waiting.`;
}

/** Returns the error message for an app that was not ready before the timeout. */
export function notReadyMessage({ path, port, listenHost }: ReadyConditions): string {
  return `The app did not return 200 for ${path} at ${listenHost}:${port} within ${timeoutMs / 1000} s. It must listen on the port in PORT and the address in LISTEN_HOST.`;
}
