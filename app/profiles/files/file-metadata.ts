import type { FileContent } from './file-inspector';

/** The metadata of a file: one item of the table. */
export interface FileRecord extends FileContent {
  /** A UUID. */
  readonly fileId: string;
  /** The object's key in the bucket: `files/<fileId>`. */
  readonly key: string;
  /** When the file was uploaded: an instant in UTC (RFC 3339). */
  readonly createdAt: string;
}

/** The store of file metadata in DynamoDB. Every method returns within 1.5 s, or throws `StoreUnavailable`. */
export interface FileMetadata {
  put(record: FileRecord): Promise<void>;
  /** The metadata of the file, or null. The read is strongly consistent. */
  get(fileId: string): Promise<FileRecord | null>;
  /** Deletes the metadata, if it exists. */
  delete(fileId: string): Promise<void>;
}
