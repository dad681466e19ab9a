import type { PendingUpload } from '../../../app/profiles/files/pending-upload';
import type { ProfileDetails } from '../../../app/profiles/profile';
import { StoredProfileService } from '../../../app/profiles/service/stored-profile-service';
import { type SweepOptions, sweep } from '../../../app/profiles/service/sweep';
import { CommitUncertain } from '../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';
import { type Fault, FaultyStores } from './faulty-profiles';
import type { Contents, TestStores } from './profile-stores';

export const details: ProfileDetails = { name: 'Ada', email: 'ada@example.com', phone: null, about: 'First.' };

export const textFile: Buffer = Buffer.from('Some text.\n');

export const faults: readonly Fault[] = ['refused', 'lost'];

/** The calls of the stores with which the service creates a profile with a file, in their order. */
export const createSteps = ['files.promote', 'metadata.put', 'repository.insert'] as const;

/** Returns every combination of a step and a fault, as rows for `test.each`. */
export const withFaults = (steps: readonly string[]) =>
  steps.flatMap((step) => faults.map((fault) => [step, fault] as const));

/** Returns a signal that is never aborted. */
export const noDeadline = () => new AbortController().signal;

/** Creates a service and a sweep with stores that tests can make fail. */
export function createFaultyService(stores: TestStores) {
  const faulty = new FaultyStores();
  const lost = (step: string) =>
    /insert|update|markDeleted/.test(step)
      ? new CommitUncertain(new Error(step))
      : new StoreUnavailable(new Error(`${step} failed`));
  const wrapped = {
    repository: faulty.wrap('repository', stores.repository, lost),
    files: faulty.wrap('files', stores.files),
    metadata: faulty.wrap('metadata', stores.metadata),
  };
  const service = new StoredProfileService({ ...wrapped, log: { warn: () => undefined } });
  return { service, faulty, sweep: (options?: SweepOptions) => sweep(wrapped, options) };
}

/** Uploads a file, passes the upload to a function, and then discards the upload, as the handlers of the app do. */
export async function withUpload<T>(
  service: Pick<StoredProfileService, 'startUpload'>,
  work: (upload: PendingUpload) => Promise<T>,
  bytes: Buffer = textFile,
  name = 'a.txt',
): Promise<T> {
  const upload = service.startUpload(name);
  try {
    await upload.receive(inChunks(bytes), noDeadline());
    return await work(upload);
  } finally {
    upload.discard();
  }
}

/** Yields bytes in chunks, as a network delivers them. */
export async function* inChunks(bytes: Buffer, size = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A service with stores that tests can make fail, and functions that read the contents of these stores. */
export interface FaultyServiceContext extends ReturnType<typeof createFaultyService> {
  readonly stores: TestStores;
  /** Waits for the background work of the service, and returns the contents of the stores. Fails if the file of a profile is missing. */
  settled(): Promise<Contents>;
  /**
   * Sweeps, and returns the contents of the stores. Fails if the file of a profile is missing, or if anything without a profile remains.
   */
  swept(): Promise<Contents>;
}

/**
 * Creates one service for all tests of a test file. The stores are emptied before each test. After each test, the background work of the
 * service is awaited.
 * @param start returns the stores. It is called once, before the first test
 */
export function useFaultyService(start: () => TestStores): FaultyServiceContext {
  let stores: TestStores;
  let created: ReturnType<typeof createFaultyService>;

  beforeAll(() => {
    stores = start();
    created = createFaultyService(stores);
  });
  beforeEach(() => stores.clear());
  afterEach(async () => {
    created.faulty.reset();
    await created.service.settled();
  });

  return {
    get stores() {
      return stores;
    },
    get service() {
      return created.service;
    },
    get faulty() {
      return created.faulty;
    },
    sweep: (options) => created.sweep(options),
    settled: () => settledContents(stores, created),
    swept: () => sweptContents(stores, created),
  };
}

type FaultyService = Pick<ReturnType<typeof createFaultyService>, 'service' | 'sweep'>;

async function settledContents(stores: TestStores, { service }: FaultyService): Promise<Contents> {
  await service.settled();
  const contents = await stores.contents();
  for (const fileId of contents.rows.filter((id) => id !== null)) {
    expect(contents.files).toContain(fileId);
    expect(contents.metadata).toContain(fileId);
  }
  return contents;
}

async function sweptContents(stores: TestStores, faultyService: FaultyService): Promise<Contents> {
  await settledContents(stores, faultyService);
  await faultyService.sweep({ filesOlderThanMs: 0, deletionsOlderThanMs: 0 });
  const contents = await settledContents(stores, faultyService);
  const fileIds = contents.rows.filter((fileId) => fileId !== null).sort();
  expect(contents).toEqual({ rows: contents.rows, files: fileIds, metadata: fileIds, pending: [], deleting: 0 });
  return contents;
}
