import type { Readable } from 'node:stream';
import { uploadsPrefixes } from '../../../contract';

/** A range of bytes in a file, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A file that is being received. */
export interface UploadedFile {
  /** The media type. */
  readonly type: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** An object that `list` returns. */
export interface ListedObject {
  /** The key without the prefix. For objects that the app has stored, this is a UUID. */
  readonly id: string;
  /**
   * The time since the object was written, in milliseconds. The clock of the store measures it, because a wrong clock
   * of this machine could make a new file look old.
   */
  readonly ageMs: number;
}

/**
 * The store of file contents in S3. A file is uploaded under `pending/`. When its profile is about to be stored, it is
 * copied to `files/`. Every call returns within 5 s or throws `StoreUnavailable`. This limit does not apply to
 * `upload`, nor to reading the body that `open` returns.
 */
export interface FileStore {
  /**
   * Streams a file to `pending/<id>`, one part at a time.
   * @param signal if aborted, the upload ends, and the uploaded parts are removed if possible
   */
  upload(id: string, file: UploadedFile, signal: AbortSignal): Promise<void>;
  /** Copies `pending/<pendingId>` to `files/<fileId>`. */
  promote(pendingId: string, fileId: string): Promise<void>;
  /** Deletes `pending/<id>`, if it exists. */
  deletePending(id: string): Promise<void>;
  /** Deletes `files/<fileId>`, if it exists. */
  delete(fileId: string): Promise<void>;
  /**
   * Opens `files/<fileId>`, or a range of it. Returns null if the file does not exist. The caller must read the body to
   * its end or destroy the body, because reading has no timeout.
   */
  open(fileId: string, range?: ByteRange): Promise<Readable | null>;
  /** Lists all objects under `files/` or `pending/`, in pages. */
  list(prefix: 'files' | 'pending'): AsyncIterable<readonly ListedObject[]>;
  /** Closes all connections to the store. */
  end(): void;
}

/** Returns the object key of a profile's file. */
export function fileKey(fileId: string): string {
  return `${uploadsPrefixes.files}${fileId}`;
}
