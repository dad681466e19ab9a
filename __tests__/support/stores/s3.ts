import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Client } from '../../../app/profiles/files/s3-client';
import { removeTimeouts } from './timeouts';

/** A running emulator of S3 with one bucket. */
export interface S3 {
  readonly endpoint: string;
  readonly bucket: string;
  /** Returns the keys of all objects in the bucket. It avoids the SDK, which would need four times the CPU time. */
  keys(): Promise<string[]>;
  /** Deletes all objects in the bucket. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts fauxqs, an emulator of S3, with one bucket in memory. It sets the dates of objects as S3 does, but does not check signatures. */
export async function startS3(): Promise<S3> {
  const bucket = 'uploads';
  const worker = new Worker(path.join(__dirname, 's3-thread.mjs'), { workerData: bucket });
  const [port] = (await once(worker, 'message')) as [number];
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    bucket,
    async keys() {
      const listing = await (await fetch(`${endpoint}/${bucket}?list-type=2`)).text();
      if (!listing.includes('<IsTruncated>false<')) throw new Error(`Expected one page of objects: ${listing}`);
      return [...listing.matchAll(/<Key>([^<]*)</g)].map(([, key = '']) => key);
    },
    async empty() {
      const emptied = once(worker, 'message');
      worker.postMessage('empty');
      await emptied;
    },
    async stop() {
      const exited = once(worker, 'exit');
      worker.postMessage('stop');
      await exited;
    },
  };
}

/** Creates the app's client without its timeouts, for tests that are not about these timeouts. */
export function createPatientS3Client(endpoint: string): S3Client {
  return removeTimeouts(createTestS3Client(endpoint));
}

/** Creates an S3 client as the app does. */
export function createTestS3Client(endpoint: string): S3Client {
  return createS3Client({ region: 'eu-central-1', endpoint });
}
