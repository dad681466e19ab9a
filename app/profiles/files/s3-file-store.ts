import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  S3Client,
} from '@aws-sdk/client-s3';
import { uploadsPrefixes } from '../../../contract';
import { clientLimits } from '../../stores/client-limits';
import { withDeadline } from '../../stores/deadline';
import { profilesUnavailable } from '../unavailable';
import { type ByteRange, type FileStore, fileKey, type ListedObject } from './file-store';
import { uploadBody } from './multipart-upload';

export interface S3FileStoreProps {
  readonly client: S3Client;
  readonly bucket: string;
  /** The time-out of a whole call, in milliseconds. @default 5_000 */
  readonly timeoutMs?: number;
  /** The most objects that one page of a listing holds, 1 to 1000. @default 1_000 */
  readonly pageSize?: number;
}

export interface S3ClientProps {
  readonly region: string;
  /** The URL of an S3 other than AWS's. @default the SDK's own setting `AWS_ENDPOINT_URL_S3`, else the region's endpoint */
  readonly endpoint?: string;
}

/** Creates the client. No attempt of a request waits longer than its time-outs, a part of 5 MiB included. */
export function createS3Client({ region, endpoint }: S3ClientProps): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    // A download in ranges has no checksum, and a whole one goes to whoever asked as it comes.
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...clientLimits(500, 2_000),
  });
}

/** Creates the store that keeps files in S3. It ends the client with itself. */
export function createFileStore(props: S3FileStoreProps): FileStore {
  return new S3FileStore(props);
}

class S3FileStore implements FileStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #timeoutMs: number;
  readonly #pageSize: number;

  constructor({ client, bucket, timeoutMs = 5_000, pageSize = 1_000 }: S3FileStoreProps) {
    this.#pageSize = pageSize;
    this.#client = client;
    this.#bucket = bucket;
    this.#timeoutMs = timeoutMs;
  }

  async upload(id: string, type: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    try {
      const target = { ...this.#at(pendingKey(id)), ContentType: type };
      await uploadBody(this.#client, target, untilAborted(body, signal));
      signal.throwIfAborted();
    } catch (error) {
      throw profilesUnavailable(error);
    }
  }

  async promote(pendingId: string, fileId: string): Promise<void> {
    const CopySource = `${this.#bucket}/${pendingKey(pendingId)}`;
    const command = new CopyObjectCommand({ ...this.#at(fileKey(fileId)), CopySource });
    await this.#bounded((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  deletePending(id: string): Promise<void> {
    return this.#deleteKey(pendingKey(id));
  }

  delete(fileId: string): Promise<void> {
    return this.#deleteKey(fileKey(fileId));
  }

  async open(fileId: string, range?: ByteRange): Promise<Readable | null> {
    const Range = range && `bytes=${range.first}-${range.last}`;
    const command = new GetObjectCommand({ ...this.#at(fileKey(fileId)), ...(Range && { Range }) });
    return this.#bounded(async (abortSignal) => {
      try {
        const { Body } = await this.#client.send(command, { abortSignal });
        return Body as Readable;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    });
  }

  async *list(prefix: 'files' | 'pending'): AsyncIterable<readonly ListedObject[]> {
    const Prefix = uploadsPrefixes[prefix];
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix,
        MaxKeys: this.#pageSize,
        ContinuationToken,
      });
      let listedAt = Number.NaN;
      command.middlewareStack.add(
        (next) => async (args) => {
          const result = await next(args);
          const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
          listedAt = Date.parse(headers?.date ?? '');
          return result;
        },
        { step: 'deserialize' },
      );
      const page = await this.#bounded((abortSignal) => this.#client.send(command, { abortSignal }));
      yield (page.Contents ?? []).map(({ Key = '', LastModified }) => ({
        id: Key.slice(Prefix.length),
        ageMs: ageMs(LastModified, listedAt),
      }));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  end(): void {
    this.#client.destroy();
  }

  async #deleteKey(key: string): Promise<void> {
    const command = new DeleteObjectCommand(this.#at(key));
    await this.#bounded((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  #at(Key: string) {
    return { Bucket: this.#bucket, Key };
  }

  async #bounded<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, call);
    } catch (error) {
      throw profilesUnavailable(error);
    }
  }
}

/** Bytes for as long as somebody wants them: a source that stalls keeps nobody waiting who was told to stop. */
async function* untilAborted(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { promise: aborted, reject } = withReject();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    signal.throwIfAborted();
    const source = body[Symbol.asyncIterator]();
    for (;;) {
      const { value, done } = await Promise.race([source.next(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function withReject(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  // It may be rejected while nobody waits for it.
  promise.catch(() => undefined);
  return { promise, reject };
}

function pendingKey(id: string): string {
  return `${uploadsPrefixes.pending}${id}`;
}

/** The age of an object. S3 gives both times in whole seconds, some engines only one of them; an unknown age is 0. */
function ageMs(modifiedAt: Date | undefined, listedAt: number): number {
  return Math.max(0, listedAt - (modifiedAt?.getTime() ?? listedAt)) || 0;
}
