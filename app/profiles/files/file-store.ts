import type { Readable } from 'node:stream';
import { uploadsPrefixes } from '../../../contract';

/** The part of a file that is wanted, in bytes, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** An object as a listing gives it. */
export interface ListedObject {
  /** Its key without the prefix: a UUID, if it is ours. */
  readonly id: string;
  /** Milliseconds since it was written, by the clock of the store: a step of ours must not make a new file look old. */
  readonly ageMs: number;
}

/**
 * Where the bytes of files are kept: S3. Each file is written under `pending/` and, when it is whole and its profile is
 * about to be stored, copied to `files/`. Every call but `upload` and the reading of a body answers within 5 s or throws
 * `StoreUnavailable`.
 */
export interface FileStore {
  /**
   * Streams a file to `pending/<id>`, a part at a time, as fast as it comes.
   * @param type its media type
   * @param signal ends the upload, and removes what has been uploaded where it can
   */
  upload(id: string, type: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
  /** Copies `pending/<pendingId>` to `files/<fileId>`. */
  promote(pendingId: string, fileId: string): Promise<void>;
  /** Removes `pending/<id>`, if it is there. */
  deletePending(id: string): Promise<void>;
  /** Removes `files/<fileId>`, if it is there. */
  delete(fileId: string): Promise<void>;
  /**
   * The bytes of `files/<fileId>`, or of a part of it, or null where there is no such file. The caller reads the body to
   * its end or destroys it: nothing else bounds how long it takes.
   */
  open(fileId: string, range?: ByteRange): Promise<Readable | null>;
  /** Every object under `files/`, or under `pending/`, in pages. */
  list(prefix: 'files' | 'pending'): AsyncIterable<readonly ListedObject[]>;
  /** Ends every connection. */
  end(): void;
}

/** The key of a file that a profile holds. */
export function fileKey(fileId: string): string {
  return `${uploadsPrefixes.files}${fileId}`;
}
