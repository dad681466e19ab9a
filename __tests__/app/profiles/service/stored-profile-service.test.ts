import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileMetadata } from '../../../../app/profiles/files/file-metadata';
import type { FileStore } from '../../../../app/profiles/files/file-store';
import { hashToken } from '../../../../app/profiles/management-token';
import type { ProfileRepository, StoredProfile } from '../../../../app/profiles/profile-repository';
import { createRetryToken } from '../../../../app/profiles/retry-token';
import { StoredProfileService } from '../../../../app/profiles/service/stored-profile-service';
import { CommitUncertain } from '../../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { withUpload } from '../../../support/stores/faulty-service';

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

/** The response deadline. It passes soon after a call of a store has started to hang. */
let deadline = new AbortController();
beforeEach(() => {
  deadline = new AbortController();
});
const due = () => deadline.signal;
const passDeadline = () => setImmediate(() => deadline.abort(new Error('due')));

/** Creates a store with the given methods. Every other method hangs: it returns a promise that never settles. */
function hanging<T extends object>(methods: Partial<T>): T {
  const never = () => {
    passDeadline();
    return new Promise(() => undefined);
  };
  return new Proxy(methods as T, { get: (target, name) => Reflect.get(target, name) ?? never });
}

function serviceWith(
  repository: Partial<ProfileRepository> = {},
  files: Partial<FileStore> = {},
  metadata: Partial<FileMetadata> = {},
) {
  return new StoredProfileService({
    repository: hanging<ProfileRepository>(repository),
    files: hanging<FileStore>(files),
    metadata: hanging<FileMetadata>(metadata),
    log: { warn: () => undefined },
  });
}

type Call = (service: StoredProfileService) => Promise<unknown>;

const find = async () => row;
const create: Call = (service) => service.create({ details, upload: null, retryToken: createRetryToken() }, due());
const createWithFile: Call = (service) =>
  withUpload(service, (upload) => service.create({ details, upload, retryToken: createRetryToken() }, due()));
const change: Call = (service) => service.change({ id, token, details, file: 'keep' }, due());
const remove: Call = (service) => service.delete(id, token, due());

describe('StoredProfileService whose stores never respond', () => {
  test.each<[string, Call, Partial<ProfileRepository>, RegExp]>([
    ['check', (service) => service.check(due()), {}, /not available/],
    ['list', (service) => service.list({ limit: 1 }, due()), {}, /not available/],
    ['find', (service) => service.find(id, due()), {}, /not available/],
    ['find, waiting for metadata', (service) => service.find(id, due()), { findPublic: find }, /not available/],
    ['findManaged', (service) => service.findManaged(id, token, due()), {}, /not available/],
    ['openFile', (service) => service.openFile(id, due()), { findPublic: find }, /not available/],
    ['create, waiting for S3', createWithFile, {}, /nothing was stored/],
    ['change, before its write', change, {}, /is unchanged/],
    ['delete, before its write', remove, {}, /is unchanged/],
    ['delete, after its write', remove, { find, markDeleted: async () => ({ id, fileId }) }, /has started/],
  ])(
    'reports the outcome at the response deadline if the outcome is known: %s',
    async (_title, call, repository, message) => {
      const error = await call(serviceWith(repository, { upload: async () => undefined })).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).not.toBeInstanceOf(CommitUncertain);
      expect(String(error)).toMatch(message);
    },
  );

  test.each<[string, Call, Partial<ProfileRepository>]>([
    ['create', create, {}],
    ['change', change, { find }],
    ['delete', remove, { find }],
  ])(
    'reports an unknown outcome at the response deadline if a write may have succeeded: %s',
    async (_title, call, repository) => {
      await expect(call(serviceWith(repository))).rejects.toBeInstanceOf(CommitUncertain);
    },
  );

  test('writes nothing after it has reported that nothing was written', async () => {
    let respond: (row: StoredProfile) => void = () => undefined;
    const late = new Promise<StoredProfile>((resolve) => {
      respond = resolve;
    });
    const lateFind = () => {
      passDeadline();
      return late;
    };
    const update = jest.fn(async () => true);
    await expect(change(serviceWith({ find: lateFind, update }))).rejects.toThrow(/is unchanged/);
    respond(row);
    // The write would start in the same turn as the response of the store arrives.
    await nextTurn();
    expect(update).not.toHaveBeenCalled();
  });

  test('closes a file that S3 opens only after the response deadline', async () => {
    const body = Readable.from(['late']);
    let open: (body: Readable) => void = () => undefined;
    const opening = new Promise<Readable>((resolve) => {
      open = resolve;
    });
    const lateOpen = () => {
      passDeadline();
      return opening;
    };
    const record = { fileId, key: '', size: 1, type: 'text/plain', sha256: '', createdAt: '' } as const;
    const service = serviceWith({ findPublic: find }, { open: lateOpen }, { get: async () => record });
    const file = await service.openFile(id, due());
    await expect(file?.read()).rejects.toThrow(StoreUnavailable);
    open(body);
    await once(body, 'close');
  });
});
