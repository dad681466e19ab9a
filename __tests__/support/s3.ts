import { createS3Client } from '../../app/profiles/s3-file-store';
import { startEngine } from './engine';

/** A running S3. */
export interface S3 {
  readonly endpoint: string;
  readonly bucket: string;
  stop(): Promise<void>;
}

/** Starts fauxqs with one bucket, in memory. It stamps objects as S3 does and checks no signature. */
export async function startS3(): Promise<S3> {
  const bucket = 'uploads';
  const { port, stop } = await startEngine({ engine: 'fauxqs', buckets: [bucket] });
  return { endpoint: `http://127.0.0.1:${port}`, bucket, stop };
}

/** Creates a client as the app does, for an engine that takes any credentials. */
export function createTestS3Client(endpoint: string) {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return createS3Client({ region: 'eu-central-1', endpoint });
}
