import { setTimeout as sleep } from 'node:timers/promises';
import { ResponseDeadline, responseMs } from '../../../app/http/response-deadline';
import type { FileMetadata } from '../../../app/profiles/file-metadata';
import type { FileStore } from '../../../app/profiles/file-store';
import type { ProfileRepository, StoredProfile } from '../../../app/profiles/profile-repository';
import { hashToken } from '../../../app/profiles/profile-token';
import { StoredProfileService } from '../../../app/profiles/stored-profile-service';
import { CommitUncertain } from '../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../app/store-unavailable';

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

function serviceOver(repository: Partial<ProfileRepository> = {}, files: Partial<FileStore> = {}) {
  return new StoredProfileService({
    repository: hanging<ProfileRepository>(repository),
    files: hanging<FileStore>(files),
    metadata: hanging<FileMetadata>({}),
    log: { warn: () => undefined, error: () => undefined },
    responseMs: 20,
  });
}

const find = async () => row;

describe('Response whose store never answers', () => {
  test('is due half a second before what clients are promised', () => expect(responseMs).toBe(1_500));

  test.each<[string, (service: StoredProfileService) => Promise<unknown>, Partial<ProfileRepository>, RegExp]>([
    ['check', (service) => service.check(), {}, /not responding/],
    ['list', (service) => service.list({ limit: 1 }), {}, /not responding/],
    ['find', (service) => service.find(id), {}, /not responding/],
    ['find, with metadata hanging', (service) => service.find(id), { findPublic: find }, /not responding/],
    ['findManaged', (service) => service.findManaged(id, token), {}, /not responding/],
    ['openFile', (service) => service.openFile(id), { findPublic: find }, /not responding/],
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

describe('ResponseDeadline', () => {
  async function* slowly(ms: number): AsyncGenerator<Buffer> {
    await sleep(ms);
    yield Buffer.from('a');
    await sleep(ms);
  }

  test('does not count the time that a client takes', async () => {
    const deadline = new ResponseDeadline(400);
    for await (const _ of deadline.restartedBy(slowly(500)));
    await deadline.restartedAfter(sleep(500));
    expect(deadline.signal.aborted).toBe(false);
    deadline.end();
  });

  test('counts the time that the app takes for a chunk', async () => {
    const deadline = new ResponseDeadline(20);
    for await (const _ of deadline.restartedBy(slowly(1))) await sleep(40);
    expect(deadline.signal.aborted).toBe(true);
  });
});
