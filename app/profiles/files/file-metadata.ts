import type { FileType } from './file-type';

/** What is known of a file: one item of the table. */
export interface FileRecord {
  /** A UUID. */
  readonly fileId: string;
  /** The object's key in the bucket: `files/<fileId>`. */
  readonly key: string;
  /** Bytes, 1 to 10 MiB. */
  readonly size: number;
  /** What its content is, whatever its name says. */
  readonly type: FileType;
  /** Of the content, 64 hexadecimal digits. */
  readonly sha256: string;
  /** When it was uploaded: an instant in UTC (RFC 3339). */
  readonly createdAt: string;
}

/** Where it is kept what is known of files: DynamoDB. Every method answers within 1.5 s or throws `StoreUnavailable`. */
export interface FileMetadata {
  put(record: FileRecord): Promise<void>;
  /** The record of the file, read consistently, or null. */
  get(fileId: string): Promise<FileRecord | null>;
  /** Removes the record, if it is there. */
  delete(fileId: string): Promise<void>;
}
