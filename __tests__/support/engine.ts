import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** An engine that listens on loopback. */
export interface Engine {
  readonly port: number;
  stop(): Promise<void>;
}

interface EngineData {
  readonly engine: 'pglite' | 'fauxqs';
  /** Buckets that fauxqs begins with. */
  readonly buckets?: readonly string[];
}

/** Starts an engine in a thread of its own. */
export async function startEngine(workerData: EngineData): Promise<Engine> {
  const worker = new Worker(path.join(__dirname, 'engine-thread.mjs'), { workerData });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    port,
    async stop() {
      const exited = once(worker, 'exit');
      worker.postMessage('stop');
      await exited;
    },
  };
}
