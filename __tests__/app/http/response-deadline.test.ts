import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResponseDeadline, responseMs } from '../../../app/http/response-deadline';
import type { FileMetadata } from '../../../app/profiles/files/file-metadata';
import type { FileStore } from '../../../app/profiles/files/file-store';
import type { ProfileRepository, StoredProfile } from '../../../app/profiles/profile-repository';
import { hashToken } from '../../../app/profiles/profile-token';
import { StoredProfileService } from '../../../app/profiles/stored-profile-service';
import { CommitUncertain } from '../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';

const id = '123e4567-e89b-42d3-a456-426614174000';
const fileId = '123e4567-e89b-42d3-a456-426614174001';
const token = 'A'.repeat(43);
const details = { name: 'Ada', email: 'ada@example.com', phone: null, about: null };
const row: StoredProfile = {
  ...details,
  id,
  createdAt: '2026-11-21T07:42:43.081123Z',
  file: { id: fileId, name: 'a.txt' },
  tokenHash: hashToken(token),
  revision: id,
  isDeleted: false,
};
const pending = { id, name: 'a.txt', size: 1, type: 'text/plain', sha256: '' } as const;

/** A store that responds to these methods, and never to others. */
function hanging<T extends object>(methods: Partial<T>): T {
  const never = () => new Promise(() => undefined);
  return new Proxy(methods as T, { get: (target, name) => Reflect.get(target, name) ?? never });
}

function serviceOver(
  repository: Partial<ProfileRepository> = {},
  files: Partial<FileStore> = {},
  metadata: Partial<FileMetadata> = {},
) {
  return new StoredProfileService({
    repository: hanging<ProfileRepository>(repository),
    files: hanging<FileStore>(files),
    metadata: hanging<FileMetadata>(metadata),
    log: { warn: () => undefined, error: () => undefined },
    responseMs: 20,
  });
}

const find = async () => row;

describe('Response whose store never answers', () => {
  test('is due half a second before what clients are promised', () => expect(responseMs).toBe(1_500));

  test.each<[string, (service: StoredProfileService) => Promise<unknown>, Partial<ProfileRepository>, RegExp]>([
    ['check', (service) => service.check(), {}, /not available/],
    ['list', (service) => service.list({ limit: 1 }), {}, /not available/],
    ['find', (service) => service.find(id), {}, /not available/],
    ['find, with metadata hanging', (service) => service.find(id), { findPublic: find }, /not available/],
    ['findManaged', (service) => service.findManaged(id, token), {}, /not available/],
    ['openFile', (service) => service.openFile(id), { findPublic: find }, /not available/],
    ['create, with S3 hanging', (service) => service.create(details, pending), {}, /nothing was/],
    ['change, before its write', (service) => service.change(id, token, details, 'keep'), {}, /is as it was/],
    ['remove, before its write', (service) => service.remove(id, token), {}, /is as it was/],
    [
      'remove, after its write',
      (service) => service.remove(id, token),
      { find, markDeleted: async () => ({ id, fileId }) },
      /has begun/,
    ],
  ])('says so when it is due: %s', async (_title, call, repository, message) => {
    const error = await call(serviceOver(repository)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).not.toBeInstanceOf(CommitUncertain);
    expect(String(error)).toMatch(message);
  });

  test.each<[string, (service: StoredProfileService) => Promise<unknown>, Partial<ProfileRepository>]>([
    ['create', (service) => service.create(details, null), {}],
    ['change', (service) => service.change(id, token, details, 'keep'), { find }],
    ['remove', (service) => service.remove(id, token), { find }],
  ])('says that the outcome of a write is unknown: %s', async (_title, call, repository) => {
    await expect(call(serviceOver(repository))).rejects.toBeInstanceOf(CommitUncertain);
  });

  test('is followed by no write, if it said that nothing was written', async () => {
    let found: (row: StoredProfile) => void = () => undefined;
    const late = new Promise<StoredProfile>((resolve) => {
      found = resolve;
    });
    const update = jest.fn(async () => true);
    await expect(serviceOver({ find: () => late, update }).change(id, token, details, 'keep')).rejects.toThrow(
      /as it was/,
    );
    found(row);
    await sleep(5);
    expect(update).not.toHaveBeenCalled();
  });
});

test('A file that S3 opens after the response is closed again', async () => {
  const body = Readable.from(['late']);
  let open: (body: Readable) => void = () => undefined;
  const opening = new Promise<Readable>((resolve) => {
    open = resolve;
  });
  const record = { fileId, key: '', size: 1, type: 'text/plain', sha256: '', createdAt: '' } as const;
  const service = serviceOver({ findPublic: find }, { open: () => opening }, { get: async () => record });
  const file = await service.openFile(id);
  await expect(file?.read()).rejects.toThrow(StoreUnavailable);
  open(body);
  await once(body, 'close');
});

describe('ResponseDeadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const spend = (ms: number) => jest.advanceTimersByTime(ms);
  const sent = (ms: number) => Promise.resolve().then(() => spend(ms));

  /** Chunks, before each of which and after the last the client takes some time. */
  async function* chunks(count: number, ms = 0): AsyncGenerator<Buffer> {
    for (let n = 0; n < count; n += 1) {
      spend(ms);
      yield Buffer.from('a');
    }
    spend(ms);
  }

  async function readAll(body: AsyncIterable<Buffer>, msForEach = 0): Promise<void> {
    for await (const _ of body) spend(msForEach);
  }

  test.each<[string, boolean, (deadline: ResponseDeadline) => unknown]>([
    ['the app takes all of it', true, () => spend(100)],
    ['the app takes less', false, () => spend(99)],
    ['the client sends chunks slowly', false, (deadline) => readAll(deadline.restartedBy(chunks(2, 500)))],
    ['the client sends a body slowly', false, (deadline) => deadline.restartedAfter(sent(500))],
    ['the app takes all of it for one chunk', true, (deadline) => readAll(deadline.restartedBy(chunks(1)), 100)],
    ['the app takes less for each chunk', false, (deadline) => readAll(deadline.restartedBy(chunks(3)), 60)],
    [
      'the app takes the rest after the last chunk',
      true,
      (deadline) => readAll(deadline.restartedBy(chunks(2)), 60).then(() => spend(40)),
    ],
    [
      'the app takes less before a body and after it',
      false,
      async (deadline) => {
        spend(60);
        await deadline.restartedAfter(sent(0));
        spend(60);
      },
    ],
    [
      'the app takes all of it after a body',
      true,
      (deadline) => deadline.restartedAfter(sent(0)).then(() => spend(100)),
    ],
  ])('is over, if %s: %p', async (_title, isOver, work) => {
    const deadline = new ResponseDeadline(100);
    await work(deadline);
    expect(deadline.signal.aborted).toBe(isOver);
  });

  test('leaves no timer when the response is ready', () => {
    new ResponseDeadline().end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('ends the source when nobody reads on', async () => {
    const source = chunks(2);
    for await (const _ of new ResponseDeadline().restartedBy(source)) break;
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });
});
