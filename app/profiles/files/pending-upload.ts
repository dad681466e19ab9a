import { randomUUID } from 'node:crypto';
import { StoreUnavailable } from '../../stores/store-unavailable';
import type { ProfileFile } from '../profile';
import { CommitUncertain, fileUnavailable } from '../unavailable';
import type { Cleanup } from './cleanup';
import { type FileContent, FileInspector } from './file-inspector';
import type { FileMetadata } from './file-metadata';
import { cleanFileName } from './file-name';
import { type FileStore, fileKey } from './file-store';
import { removeFile } from './remove-file';

export interface PendingUploadProps {
  /** The file name that the client sent. */
  readonly fileName: string;
  readonly files: FileStore;
  readonly metadata: FileMetadata;
  readonly cleanup: Cleanup;
}

/**
 * A file that does not belong to a profile yet. `receive` stores it under `pending/`, and `commit` makes it the file of
 * a profile. The code that created the upload must always call `discard` at the end, even after an error.
 */
export class PendingUpload {
  /** The cleaned file name, as it is stored. */
  readonly name: string;
  readonly #id = randomUUID();
  readonly #props: PendingUploadProps;
  #content: FileContent | null = null;
  /** The latest call of `receive` or `commit`, which may still be running. */
  #work: Promise<unknown> | null = null;
  #isDiscarded = false;

  constructor(props: PendingUploadProps) {
    this.name = cleanFileName(props.fileName);
    this.#props = props;
  }

  /** The properties of the received file. */
  get content(): FileContent {
    if (this.#content === null) throw new Error('The upload has not been received');
    return this.#content;
  }

  /**
   * Streams the file to the store, and checks it.
   * @param signal aborted at the response deadline; the upload then ends as soon as the store allows
   * @throws ProfileError as soon as the file is rejected, StoreUnavailable, or errors of the body stream
   */
  receive(body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    return this.#run(async () => {
      const inspector = new FileInspector(body);
      const type = await inspector.detectType();
      try {
        await this.#props.files.upload(this.#id, { type, body: inspector.bytes() }, signal);
      } catch (error) {
        throw inspector.failure ?? (error instanceof StoreUnavailable ? fileUnavailable(error.cause) : error);
      }
      this.#content = inspector.finish();
    });
  }

  /**
   * Stores a copy of the file and its metadata, and then the row that refers to the file. If the row was not written,
   * the copy is removed. If it is unknown whether the row was written, the sweep removes the copy later, unless a row
   * refers to it.
   * @param writeRow stores the row
   * @returns what `writeRow` returns
   */
  commit<T>(writeRow: (file: ProfileFile) => Promise<T>): Promise<T> {
    return this.#run(async () => {
      const { files, metadata, cleanup } = this.#props;
      const { content, name } = this;
      const id = randomUUID();
      await files.promote(this.#id, id).catch((error: unknown) => {
        cleanup.run('a file', () => files.delete(id));
        throw error;
      });
      // If this write fails, the metadata may still be written later. So the object is kept, and the sweep removes the
      // object and the metadata after an hour.
      await metadata.put({ fileId: id, key: fileKey(id), ...content, createdAt: new Date().toISOString() });
      return writeRow({ id, name }).catch((error: unknown) => {
        if (!(error instanceof CommitUncertain)) cleanup.run('a file', () => removeFile(this.#props, id));
        throw error;
      });
    });
  }

  /**
   * Removes the pending object in the background, as soon as no `receive` or `commit` is running. After this call,
   * `receive` and `commit` throw an error.
   */
  discard(): void {
    this.#isDiscarded = true;
    const work = this.#work;
    if (work === null) return;
    const { cleanup, files } = this.#props;
    cleanup.run('a pending upload', async () => {
      await work.catch(() => undefined);
      await files.deletePending(this.#id);
    });
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isDiscarded) return Promise.reject(new Error('The upload has been discarded'));
    const running = work();
    this.#work = running;
    return running;
  }
}
