import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { unusableDataError } from '../unusable-data';

/**
 * How long an engine may take to end, in milliseconds. A whole local run has two seconds to stop, and the app also
 * needs some of this time.
 */
const closeTimeoutMs = 700;

/** An emulator on loopback, with its data in one folder. */
export interface LocalEngine {
  readonly port: number;
  /** Ends the engine. An engine that is still busy after 0.7 s is terminated. */
  close(): Promise<void>;
}

export interface LocalEngineProps {
  /** The file that runs the engine, in this folder. */
  readonly file: 'postgres-server.ts' | 's3-server.ts';
  /** The folder with the data. It is created if it is missing. No other process may use it. */
  readonly folder: string;
  /** The command that deletes the local data, for messages. */
  readonly reset: string;
  /** Aborting this signal cancels the start. */
  readonly stop?: AbortSignal;
  /** Called if the engine fails after it has started. */
  readonly onFailure?: (folder: string, error: Error) => void;
}

/** The first message from the thread of an engine: the port, or why the engine could not start. */
type StartResult = { readonly port: number } | { readonly problem: string };

/**
 * Starts an engine in a separate thread, so that the engine does not block this thread. The engine ends together with
 * this process, even if the process is killed.
 * @throws UserError if the engine cannot open its data
 * @throws `stop.reason` if `stop` is aborted before the engine has started
 */
export async function startEngine({ file, folder, reset, stop, onFailure }: LocalEngineProps): Promise<LocalEngine> {
  await mkdir(folder, { recursive: true });
  stop?.throwIfAborted();
  const worker = new Worker(path.join(__dirname, file), {
    workerData: folder,
    // tsx must be loaded again, because a thread does not inherit it. If NODE_OPTIONS contained --import, tsx would not
    // be loaded, so the thread gets an empty NODE_OPTIONS.
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
 * Opens an engine in its thread, reports the port to the main thread, and closes the engine on request.
 * @param open opens the engine with the data in a folder
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
