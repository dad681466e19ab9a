import { setTimeout as sleep } from 'node:timers/promises';

/** The timeout for an app that hangs. A busy machine may need ten times as long as a quiet one. */
const timeoutMs = 120_000;
/** An app that starts normally is ready before that, even on a busy machine. */
const hintAfterMs = 10_000;
const pauseMs = 25;

/** The conditions under which an app is ready. */
export interface ReadyConditions {
  /** The path that must return 200. */
  readonly path: string;
  /** The values of the variables `PORT` and `LISTEN_HOST`. */
  readonly port: number;
  readonly listenHost: string;
}

/**
 * Requests the path until it returns 200. After ten seconds, prints once what the app does not do yet.
 * @param request returns the status of one request; undefined if nothing listens or responds
 * @param isRunning whether the process of the app is still running
 * @returns false if the app has ended, or has needed more than two minutes
 */
export async function waitUntilReady(
  conditions: ReadyConditions,
  request: () => Promise<number | undefined>,
  isRunning: () => boolean,
  { hintMs = hintAfterMs, deadlineMs = timeoutMs } = {},
): Promise<boolean> {
  const startedAt = Date.now();
  let isHintPrinted = false;
  while (isRunning() && Date.now() < startedAt + deadlineMs) {
    const status = await request();
    if (status === 200) return true;
    if (!isHintPrinted && Date.now() >= startedAt + hintMs) {
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
      ? `The app does not serve at ${listenHost}:${port} yet. It must listen on the port in PORT (${port}) and the address in LISTEN_HOST (${listenHost}), and return 200 for ${path}.`
      : `The app returns ${status} for ${path}, and must return 200.`;
  return `      ...  ${problem} Still waiting.`;
}

/** Returns the error message about an app that was not ready in time. */
export function notReadyMessage({ path, port, listenHost }: ReadyConditions): string {
  return `The app did not return 200 for ${path} at ${listenHost}:${port} within ${timeoutMs / 1000} s. It must listen on the port in PORT and the address in LISTEN_HOST.`;
}
