import type { FileContent } from './file-inspector';

/** The metadata of a file, which is one item of the table. */
export interface FileRecord extends FileContent {
  /** The id of the file, a UUID. */
  readonly fileId: string;
  /** The object's key in the bucket: `files/<fileId>`. */
  readonly key: string;
  /** The time when the file was uploaded, in UTC (RFC 3339). */
  readonly createdAt: string;
}

/** The store of file metadata in DynamoDB. Every method returns within 1.5 s, or throws `StoreUnavailable`. */
export interface FileMetadata {
  put(record: FileRecord): Promise<void>;
  /** Returns the metadata of the file, or null. The read is strongly consistent. */
  get(fileId: string): Promise<FileRecord | null>;
  /** Deletes the metadata, if it exists. */
  delete(fileId: string): Promise<void>;
}
