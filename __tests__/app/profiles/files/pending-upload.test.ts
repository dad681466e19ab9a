import { Readable } from 'node:stream';
import { Cleanup } from '../../../../app/profiles/files/cleanup';
import { PendingUpload } from '../../../../app/profiles/files/pending-upload';
import { CommitUncertain } from '../../../../app/profiles/unavailable';
import { noDeadline } from '../../../support/stores/faulty-service';
import { MemoryFiles, MemoryMetadata } from '../../../support/stores/memory-files';

describe('PendingUpload', () => {
  let files: MemoryFiles;
  let metadata: MemoryMetadata;
  let cleanup: Cleanup;
  let upload: PendingUpload;

  beforeEach(() => {
    files = new MemoryFiles();
    metadata = new MemoryMetadata();
    cleanup = new Cleanup({ warn: () => undefined });
    upload = new PendingUpload({ fileName: 'C:\\folder\\a.txt', files, metadata, cleanup });
  });

  const receive = (text = 'Some text.') => upload.receive(Readable.from([Buffer.from(text)]), noDeadline());

  /** Waits for all background removals. Then returns the number of objects and records in each store. */
  async function contents() {
    await cleanup.settled();
    return { pending: files.pending.size, files: files.files.size, metadata: metadata.records.size };
  }

  test('stores the file under pending/ when it is received', async () => {
    await receive();
    expect(upload.content).toMatchObject({ size: 10, type: 'text/plain' });
    expect(await contents()).toEqual({ pending: 1, files: 0, metadata: 0 });
  });

  test('stores the file and its metadata before the row of the profile is written', async () => {
    await receive();
    const before = await upload.commit(async ({ id, name }) => ({
      name,
      bytes: String(files.files.get(id)),
      record: metadata.records.get(id),
    }));
    expect(before).toMatchObject({ name: 'a.txt', bytes: 'Some text.', record: { size: 10, type: 'text/plain' } });
  });

  test('keeps the file of the profile, and removes the pending upload, if it is discarded after a commit', async () => {
    await receive();
    await upload.commit(async () => undefined);
    upload.discard();
    expect(await contents()).toEqual({ pending: 0, files: 1, metadata: 1 });
  });

  test('leaves no file if it is discarded without a commit', async () => {
    await receive();
    upload.discard();
    expect(await contents()).toEqual({ pending: 0, files: 0, metadata: 0 });
  });

  test('leaves no file if the row of the profile was not written', async () => {
    await receive();
    await expect(upload.commit(() => Promise.reject(new Error('conflict')))).rejects.toThrow('conflict');
    upload.discard();
    expect(await contents()).toEqual({ pending: 0, files: 0, metadata: 0 });
  });

  test('leaves the file to the sweep if the row may have been written', async () => {
    await receive();
    const lost = new CommitUncertain(new Error('lost'));
    await expect(upload.commit(() => Promise.reject(lost))).rejects.toThrow(lost);
    upload.discard();
    expect(await contents()).toEqual({ pending: 0, files: 1, metadata: 1 });
  });

  test('leaves the object to the sweep if the metadata may still be written later', async () => {
    await receive();
    jest.spyOn(metadata, 'put').mockRejectedValueOnce(new Error('timeout'));
    await expect(upload.commit(async () => undefined)).rejects.toThrow('timeout');
    upload.discard();
    expect(await contents()).toEqual({ pending: 0, files: 1, metadata: 0 });
  });

  test('removes a file that the store finishes writing only after the upload was discarded', async () => {
    let finish = () => {};
    const stored = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const store = files.upload.bind(files);
    jest.spyOn(files, 'upload').mockImplementationOnce(async (...args) => {
      await stored;
      await store(...args);
    });
    const receiving = receive();
    upload.discard();
    finish();
    await receiving;
    expect(await contents()).toEqual({ pending: 0, files: 0, metadata: 0 });
  });

  test('rejects a commit after it was discarded', async () => {
    await receive();
    upload.discard();
    const writeRow = jest.fn();
    await expect(upload.commit(writeRow)).rejects.toThrow('discarded');
    expect(writeRow).not.toHaveBeenCalled();
  });

  test('deletes nothing if it is discarded before it is received', async () => {
    const deletePending = jest.spyOn(files, 'deletePending');
    upload.discard();
    await cleanup.settled();
    expect(deletePending).not.toHaveBeenCalled();
  });

  test('rejects an empty file', async () => {
    await expect(receive('')).rejects.toMatchObject({ reason: 'emptyFile' });
  });
});
