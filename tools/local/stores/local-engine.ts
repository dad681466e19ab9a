import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { unusableDataError } from '../unusable-data';

/** A stop may take two seconds in all. This timeout leaves time for the other parts. */
const closeTimeoutMs = 700;

/** A server on loopback with its data in one folder. */
export interface LocalEngine {
  readonly port: number;
  /** Resolves within 0.7 s, when the engine has ended. An engine that is still busy is terminated. */
  close(): Promise<void>;
}

export interface LocalEngineProps {
  /** The file in this folder that runs the server. */
  readonly file: 'postgres-server.ts' | 's3-server.ts';
  /** Created if it is missing. No other process may use it. */
  readonly folder: string;
  /** The command that deletes the local data, for messages. */
  readonly reset: string;
  /** Cancels the start. */
  readonly stop?: AbortSignal;
  /** Called if the engine fails after its start. */
  readonly onFailure?: (folder: string, error: Error) => void;
}

/** The first message of an engine's thread: its port, or why it could not start. */
type StartResult = { readonly port: number } | { readonly problem: string };

/**
 * Starts an engine in its own thread. Its work does not block this thread, and it ends together with this process, even if this process is
 * killed.
 * @throws UserError if it cannot open its data; the signal's reason if `stop` was already aborted
 */
export async function startEngine({ file, folder, reset, stop, onFailure }: LocalEngineProps): Promise<LocalEngine> {
  stop?.throwIfAborted();
  await mkdir(folder, { recursive: true });
  const worker = new Worker(path.join(__dirname, file), {
    workerData: folder,
    // Threads do not inherit tsx from this one, and would skip it if the user's NODE_OPTIONS contain an --import.
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = new Promise<StartResult>((resolve) => {
    worker.once('error', (error) => resolve({ problem: String(error) }));
    worker.once('exit', (code) => resolve({ problem: `exit code ${code}` }));
  });
  const terminate = () => void worker.terminate();
  stop?.addEventListener('abort', terminate, { once: true });
  const started = new Promise<StartResult>((resolve) => worker.once('message', resolve));
  const result = await Promise.race([started, ended]);
  stop?.removeEventListener('abort', terminate);
  if ('port' in result) {
    worker.once('error', (error: Error) => onFailure?.(folder, error));
    return { port: result.port, close: () => close(worker) };
  }
  await worker.terminate();
  stop?.throwIfAborted();
  throw unusableDataError(folder, result.problem, reset);
}

async function close(worker: Worker): Promise<void> {
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage('close');
  await Promise.race([exited, sleep(closeTimeoutMs, undefined, { ref: false })]);
  await worker.terminate();
}

/**
 * Runs in the engine's thread: opens the engine, reports its port, and closes it on request.
 * @param open opens the data in a folder
 */
export async function runEngine(open: (folder: string) => Promise<LocalEngine>): Promise<void> {
  try {
    const { port, close } = await open(workerData);
    parentPort?.once('message', () => close().finally(() => process.exit()));
    parentPort?.postMessage({ port } satisfies StartResult);
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) } satisfies StartResult);
  }
}
