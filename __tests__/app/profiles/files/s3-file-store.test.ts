import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '../../../../app/profiles/files/file-store';
import { partBytes } from '../../../../app/profiles/files/multipart-upload';
import { createFileStore } from '../../../../app/profiles/files/s3-file-store';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { uploadsBucketActions, uploadsObjectActions } from '../../../../contract';
import { TcpProxy } from '../../../support/http/tcp-proxy';
import { inChunks, noDeadline } from '../../../support/stores/faulty-service';
import { createPatientS3Client, createTestS3Client, type S3, startS3 } from '../../../support/stores/s3';
import { sentCommands } from '../../../support/stores/sent-commands';
import { setClientTimeout, timeoutsOf, unreachedMs } from '../../../support/stores/timeouts';

/** The IAM actions that each SDK command needs. */
const actionsOf: Readonly<Record<string, readonly string[]>> = {
  PutObject: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  CompleteMultipartUpload: ['s3:PutObject'],
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
  CopyObject: ['s3:GetObject', 's3:PutObject'],
  DeleteObject: ['s3:DeleteObject'],
  GetObject: ['s3:GetObject'],
  ListObjectsV2: ['s3:ListBucket'],
};

async function idsOf(store: FileStore, prefix: 'files' | 'pending'): Promise<string[]> {
  const ids: string[] = [];
  for await (const objects of store.list(prefix)) ids.push(...objects.map(({ id }) => id));
  return ids.sort();
}

describe('FileStore in S3', () => {
  let s3: S3;
  let store: FileStore;
  let commands: Set<string>;

  beforeAll(async () => {
    s3 = await startS3();
    const client = createPatientS3Client(s3.endpoint);
    commands = sentCommands(client);
    store = createFileStore({ client, bucket: s3.bucket, timeoutMs: unreachedMs });
  });
  afterAll(async () => {
    store?.end();
    await s3?.stop();
  });

  test.each([1, partBytes, partBytes + 1, 2 * partBytes + 1])(
    'returns an uploaded file of %i bytes unchanged',
    async (size) => {
      const [pending, file] = [randomUUID(), randomUUID()];
      const bytes = Buffer.alloc(size, 'abcdefg');
      await store.upload(pending, { type: 'text/plain', body: inChunks(bytes, 70_001) }, noDeadline());
      await store.promote(pending, file);
      await store.deletePending(pending);

      const body = await store.open(file);
      expect(body && (await buffer(body)).equals(bytes)).toBe(true);
      expect(await idsOf(store, 'pending')).toEqual([]);
      await store.delete(file);
    },
  );

  test('returns a range of a file', async () => {
    const [pending, file] = [randomUUID(), randomUUID()];
    await store.upload(pending, { type: 'text/plain', body: inChunks(Buffer.from('0123456789')) }, noDeadline());
    await store.promote(pending, file);
    const body = await store.open(file, { first: 3, last: 5 });
    expect(body && String(await buffer(body))).toBe('345');
    await Promise.all([store.deletePending(pending), store.delete(file)]);
  });

  test('returns null for a missing file, and throws no error if a missing file is deleted', async () => {
    expect(await store.open(randomUUID())).toBeNull();
    await store.delete(randomUUID());
    await store.deletePending(randomUUID());
  });

  test('throws StoreUnavailable if a missing upload is promoted', async () => {
    await expect(store.promote(randomUUID(), randomUUID())).rejects.toThrow(StoreUnavailable);
  });

  test('lists objects in pages', async () => {
    const ids = Array.from({ length: 5 }, () => randomUUID());
    for (const id of ids)
      await store.upload(id, { type: 'text/plain', body: inChunks(Buffer.from('x')) }, noDeadline());
    const paged = createFileStore({
      client: createPatientS3Client(s3.endpoint),
      bucket: s3.bucket,
      timeoutMs: unreachedMs,
      pageSize: 2,
    });
    expect(await idsOf(paged, 'pending')).toEqual(ids.toSorted());
    paged.end();
    for (const id of ids) await store.deletePending(id);
  });

  test('measures the age of an object with the clock of S3, not of this process', async () => {
    const id = randomUUID();
    await store.upload(id, { type: 'text/plain', body: inChunks(Buffer.from('x')) }, noDeadline());
    const ages: number[] = [];
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 3_600_000);
    for await (const objects of store.list('pending')) ages.push(...objects.map(({ ageMs }) => ageMs));
    jest.restoreAllMocks();
    await store.deletePending(id);
    expect(ages).toEqual([expect.any(Number)]);
    expect(ages[0]).toBeLessThan(600_000);
  });

  test('aborts an upload that is interrupted in the second part', async () => {
    const client = new AbortController();
    async function* cut(): AsyncGenerator<Buffer> {
      yield* inChunks(Buffer.alloc(7 * 1024 * 1024));
      client.abort(new Error('disconnected'));
      await new Promise(() => {});
    }
    await expect(store.upload(randomUUID(), { type: 'text/plain', body: cut() }, client.signal)).rejects.toThrow(
      StoreUnavailable,
    );
    expect(commands).toContain('AbortMultipartUpload');
  });

  test('needs exactly the permissions of the task role', () => {
    const actions = [...commands].flatMap((command) => actionsOf[command] ?? command);
    expect([...new Set(actions)].sort()).toEqual([...uploadsObjectActions, ...uploadsBucketActions].sort());
  });

  test.each([
    ['refuses connections', 'refuse'],
    ['hangs', 'hang'],
  ] as const)('throws StoreUnavailable within the timeout while S3 %s', async (_title, fault) => {
    const proxy = await TcpProxy.start(Number(new URL(s3.endpoint).port));
    // Only the store has a timeout.
    const client = createPatientS3Client(`http://127.0.0.1:${proxy.port}`);
    const cut = createFileStore({ client, bucket: s3.bucket, timeoutMs: 500 });
    try {
      await proxy[fault]();
      const calls = [cut.promote('a', 'b'), cut.delete('a'), cut.open('a'), idsOf(cut, 'files')];
      const unavailable = { status: 'rejected', reason: expect.any(StoreUnavailable) };
      expect(await Promise.allSettled(calls)).toEqual(calls.map(() => unavailable));
    } finally {
      cut.end();
      await proxy.stop();
    }
  });

  test('throws StoreUnavailable after two attempts while S3 accepts an upload but does not respond', async () => {
    const proxy = await TcpProxy.start(Number(new URL(s3.endpoint).port));
    const client = createTestS3Client(`http://127.0.0.1:${proxy.port}`);
    const cut = createFileStore({ client, bucket: s3.bucket });
    await cut.delete('a').catch(() => undefined);
    expect(timeoutsOf(client)).toMatchObject({ connectionTimeout: 500, requestTimeout: 2_000 });
    setClientTimeout(client, 'requestTimeout', 200);
    const attempt = jest.fn();
    client.middlewareStack.add(
      (next) => (args) => {
        attempt();
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    try {
      proxy.hang();
      const upload = cut.upload('a', { type: 'text/plain', body: inChunks(Buffer.from('x')) }, noDeadline());
      await expect(upload).rejects.toThrow(StoreUnavailable);
      expect(attempt).toHaveBeenCalledTimes(2);
    } finally {
      cut.end();
      await proxy.stop();
    }
  });
});
