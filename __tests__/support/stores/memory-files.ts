import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileMetadata, FileRecord } from '../../../app/profiles/files/file-metadata';
import type { ByteRange, FileStore, UploadedFile } from '../../../app/profiles/files/file-store';

/** A file store in memory. */
export class MemoryFiles implements FileStore {
  readonly pending = new Map<string, Buffer>();
  readonly files = new Map<string, Buffer>();
  /** The number of uploads that have started, and the number that have failed. */
  readonly uploads = { started: 0, failed: 0 };

  async upload(id: string, { body }: UploadedFile): Promise<void> {
    this.uploads.started += 1;
    try {
      this.pending.set(id, await buffer(body));
    } catch (error) {
      this.uploads.failed += 1;
      throw error;
    }
  }

  async promote(pendingId: string, fileId: string): Promise<void> {
    const bytes = this.pending.get(pendingId);
    if (bytes === undefined) throw new Error(`There is no pending upload ${pendingId}`);
    this.files.set(fileId, bytes);
  }

  async deletePending(id: string): Promise<void> {
    this.pending.delete(id);
  }

  async delete(fileId: string): Promise<void> {
    this.files.delete(fileId);
  }

  async open(fileId: string, range?: ByteRange): Promise<Readable | null> {
    const bytes = this.files.get(fileId);
    return bytes ? Readable.from([range ? bytes.subarray(range.first, range.last + 1) : bytes]) : null;
  }

  async *list(prefix: 'files' | 'pending') {
    yield [...this[prefix].keys()].map((id) => ({ id, ageMs: 0 }));
  }

  end(): void {}
}

/** A store of file metadata in memory. */
export class MemoryMetadata implements FileMetadata {
  readonly records = new Map<string, FileRecord>();

  async put(record: FileRecord): Promise<void> {
    this.records.set(record.fileId, record);
  }

  async get(fileId: string): Promise<FileRecord | null> {
    return this.records.get(fileId) ?? null;
  }

  async delete(fileId: string): Promise<void> {
    this.records.delete(fileId);
  }
}
