import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { unusableData } from './unusable-data';

/** Leaves time for the rest within the two seconds that Ctrl-C may take. */
const closeTimeoutMs = 700;

/** A server on loopback whose data lie in one folder. */
export interface Engine {
  readonly port: number;
  /** Resolves when it is gone, within 0.7 s: an engine that is still at something is ended in the middle of it. */
  close(): Promise<void>;
}

export interface EngineProps {
  /** The file of this folder that serves. */
  readonly file: 'postgres-server.ts' | 's3-server.ts';
  /** Made when it is missing. No other process may have it open. */
  readonly folder: string;
  /** The command that removes the local data, for messages. */
  readonly reset: string;
  /** Ends the start. */
  readonly stop?: AbortSignal;
  /** Called if it fails after its start. */
  readonly onFailure?: (folder: string, error: Error) => void;
}

/** What an engine's thread says once: where it serves, or why it cannot. */
type Answer = { readonly port: number } | { readonly problem: string };

/**
 * Starts an engine in a thread of its own: it keeps nobody waiting while it works, and is gone with this process, whatever
 * ends that.
 * @throws UserError if it cannot open its data; the signal's reason if `stop` was aborted before
 */
export async function startEngine({ file, folder, reset, stop, onFailure }: EngineProps): Promise<Engine> {
  stop?.throwIfAborted();
  await mkdir(folder, { recursive: true });
  const worker = new Worker(path.join(__dirname, file), {
    workerData: folder,
    // Threads do not inherit what tsx adds to this one, and with an --import of the user's own Node would pass it over.
    execArgv: ['--require', require.resolve('tsx/cjs')],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = new Promise<Answer>((resolve) => {
    worker.once('error', (error) => resolve({ problem: String(error) }));
    worker.once('exit', (code) => resolve({ problem: `exit code ${code}` }));
  });
  const terminate = () => void worker.terminate();
  stop?.addEventListener('abort', terminate, { once: true });
  const answered = new Promise<Answer>((resolve) => worker.once('message', resolve));
  const answer = await Promise.race([answered, ended]);
  stop?.removeEventListener('abort', terminate);
  if ('port' in answer) {
    worker.once('error', (error: Error) => onFailure?.(folder, error));
    return { port: answer.port, close: () => close(worker) };
  }
  await worker.terminate();
  stop?.throwIfAborted();
  throw unusableData(folder, answer.problem, reset);
}

async function close(worker: Worker): Promise<void> {
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage('close');
  await Promise.race([exited, sleep(closeTimeoutMs, undefined, { ref: false })]);
  await worker.terminate();
}

/**
 * The other side, in the engine's thread: opens it, says where it serves, and closes it when told to.
 * @param open opens the data in this folder
 */
export async function runEngine(open: (folder: string) => Promise<Engine>): Promise<void> {
  try {
    const { port, close } = await open(workerData);
    parentPort?.once('message', () => close().finally(() => process.exit()));
    parentPort?.postMessage({ port } satisfies Answer);
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
}
