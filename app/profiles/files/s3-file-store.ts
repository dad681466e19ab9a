import type { Readable } from 'node:stream';
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { uploadsPrefixes } from '../../../contract';
import { untilAborted, withDeadline } from '../../stores/deadline';
import { profilesUnavailable } from '../unavailable';
import { type ByteRange, type FileStore, fileKey, type ListedObject, type UploadedFile } from './file-store';
import { uploadBody } from './multipart-upload';
import { listObjects } from './object-list';

export interface S3FileStoreProps {
  readonly client: S3Client;
  readonly bucket: string;
  /**
   * The timeout of a call with all its attempts, in milliseconds.
   * @default 5_000
   */
  readonly timeoutMs?: number;
  /**
   * The maximum number of objects in one page of a list, 1 to 1,000.
   * @default 1_000
   */
  readonly pageSize?: number;
}

/** Creates a store of files in S3. Its `end` also closes the client. */
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

  async upload(id: string, { type, body }: UploadedFile, signal: AbortSignal): Promise<void> {
    try {
      const target = { ...this.#at(pendingKey(id)), ContentType: type };
      await uploadBody(this.#client, target, abortable(body, signal));
      signal.throwIfAborted();
    } catch (error) {
      throw profilesUnavailable(error);
    }
  }

  async promote(pendingId: string, fileId: string): Promise<void> {
    const CopySource = `${this.#bucket}/${pendingKey(pendingId)}`;
    const command = new CopyObjectCommand({ ...this.#at(fileKey(fileId)), CopySource });
    await this.#withTimeout((abortSignal) => this.#client.send(command, { abortSignal }));
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
    return this.#withTimeout(async (abortSignal) => {
      try {
        const { Body } = await this.#client.send(command, { abortSignal });
        return Body as Readable;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    });
  }

  list(prefix: 'files' | 'pending'): AsyncIterable<readonly ListedObject[]> {
    return listObjects({
      Bucket: this.#bucket,
      Prefix: uploadsPrefixes[prefix],
      MaxKeys: this.#pageSize,
      send: (command) => this.#withTimeout((abortSignal) => this.#client.send(command, { abortSignal })),
    });
  }

  end(): void {
    this.#client.destroy();
  }

  async #deleteKey(key: string): Promise<void> {
    const command = new DeleteObjectCommand(this.#at(key));
    await this.#withTimeout((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  #at(Key: string) {
    return { Bucket: this.#bucket, Key };
  }

  async #withTimeout<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, call);
    } catch (error) {
      throw profilesUnavailable(error);
    }
  }
}

/** Yields the chunks of the body. Throws as soon as the signal is aborted, even while it waits for a chunk. */
async function* abortable(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  for (;;) {
    signal.throwIfAborted();
    const { value, done } = await untilAborted(signal, source.next());
    if (done) return;
    yield value;
  }
}

function pendingKey(id: string): string {
  return `${uploadsPrefixes.pending}${id}`;
}
