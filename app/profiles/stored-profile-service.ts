import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { keyReused } from '../http/idempotency-key';
import { Problem } from '../http/problem';
import { StoreUnavailable } from '../store-unavailable';
import { type Claim, createClaim } from './claim';
import { FileIntake } from './file-intake';
import type { FileMetadata } from './file-metadata';
import { type FileStore, fileKey, type ListedObject } from './file-store';
import type { ProfileQuery, PublicProfile } from './profile';
import { isProfileId, type Profile, type ProfileDetails, type ProfileFile, type ProfilePage } from './profile';
import { cleanFileName } from './profile-form';
import type { DeletedRow, ProfileRepository, StoredProfile } from './profile-repository';
import type {
  CreatedProfile,
  FileChange,
  OpenedFile,
  PendingFile,
  ProfileService,
  Shown,
  SweepOptions,
  Swept,
} from './profile-service';
import { hashToken, isToken } from './profile-token';
import { CommitUncertain } from './unavailable';

export interface StoredProfileServiceProps {
  readonly repository: ProfileRepository;
  readonly files: FileStore;
  readonly metadata: FileMetadata;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** What a user is told of a request that failed, besides that a store is not answering. */
const told = {
  receive: 'The file could not be stored just now, and nothing was. Please try again in a moment.',
  create: 'The profile could not be stored just now, and nothing was. Please try again in a moment.',
  createUncertain: 'The profiles are not answering. It is not known yet whether the profile was stored.',
  change: 'The profile could not be changed just now, and is as it was. Please try again in a moment.',
  changeUncertain: 'It is not known whether the change was stored. Load the profile again to see.',
  remove: 'The profile could not be deleted just now, and is as it was. Please try again in a moment.',
  removeBegun: 'The deletion has begun: nobody sees the profile any more. Repeat it in a moment to finish it.',
  removeUncertain: 'It is not known whether the deletion has begun. Please repeat it in a moment.',
} as const;

/**
 * The row is what makes a profile: it is written last and removed last, and every file that a row names is there before
 * it and, unless the row is marked deleted, for as long as it is. What a failure leaves behind is therefore a file that no row names, and the sweep finds those.
 * An object is older than its metadata and outlives it, so that who has listed the objects has found all metadata.
 */
export class StoredProfileService implements ProfileService {
  readonly #repository: ProfileRepository;
  readonly #files: FileStore;
  readonly #metadata: FileMetadata;
  readonly #log: StoredProfileServiceProps['log'];
  readonly #background = new Set<Promise<void>>();

  constructor({ repository, files, metadata, log }: StoredProfileServiceProps) {
    this.#repository = repository;
    this.#files = files;
    this.#metadata = metadata;
    this.#log = log;
  }

  async receive(name: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<PendingFile | null> {
    const id = randomUUID();
    const intake = new FileIntake(body);
    const type = await intake.begin();
    if (type === null) return null;
    try {
      await this.#files.upload(id, type, intake.bytes(), signal);
    } catch (error) {
      this.#afterwards('a pending file', () => this.#files.deletePending(id));
      throw intake.failure ?? explained(error, told.receive);
    }
    return { id, name: cleanFileName(name), type, ...intake.finish() };
  }

  async discard({ id }: PendingFile): Promise<void> {
    this.#afterwards('a pending file', () => this.#files.deletePending(id));
  }

  async create(details: ProfileDetails, pending: PendingFile | null, claim = createClaim()): Promise<CreatedProfile> {
    try {
      const row = claim.repeat === 'none' ? null : await this.#repository.find(claim.id);
      if (row === null) return await this.#createNew(details, pending, claim);
      const isOurs = !row.isDeleted && isToken(claim.token, row.tokenHash);
      if (!isOurs && claim.repeat === 'return') throw keyReused();
      if (!isOurs) return await this.#createNew(details, pending, createClaim());
      const { id, token } = claim;
      const isChange = claim.repeat === 'change' && (pending !== null || !isDeepStrictEqual(details, detailsOf(row)));
      const changed = isChange ? await this.change(id, token, details, pending ?? 'keep') : null;
      return { profile: changed ?? profileOf(row), token };
    } catch (error) {
      // Only of a first request it can be known that nothing was stored.
      const isUncertain = claim.repeat !== 'none' && error instanceof StoreUnavailable;
      throw explained(isUncertain ? new CommitUncertain(error.cause) : error, told.create, told.createUncertain);
    } finally {
      if (pending !== null) await this.discard(pending);
    }
  }

  async #createNew(
    details: ProfileDetails,
    pending: PendingFile | null,
    { id, token }: Claim,
  ): Promise<CreatedProfile> {
    const file = await this.#promote(pending);
    const createdAt = await this.#commit(file, () =>
      this.#repository.insert({ id, ...details, file, tokenHash: hashToken(token) }),
    );
    if (createdAt !== null) return { profile: { id, createdAt, ...details, file }, token };
    this.#dropLater(file);
    throw keyReused();
  }

  async change(id: string, token: string, details: ProfileDetails, change: FileChange): Promise<Profile | null> {
    const pending = typeof change === 'string' ? null : change;
    try {
      const row = await this.#findOwned(id, token);
      if (row === null || row.isDeleted) return null;
      const file = change === 'keep' ? row.file : await this.#promote(pending);
      const fresh = change === 'keep' ? null : file;
      const isChanged = await this.#commit(fresh, () =>
        this.#repository.update(id, row.revision, { ...details, file }),
      );
      if (!isChanged) {
        this.#dropLater(fresh);
        throw new Problem(409, 'Another request has just changed the profile. Load it again, and then change it.');
      }
      if (change !== 'keep') this.#dropLater(row.file);
      return { id, createdAt: row.createdAt, ...details, file };
    } catch (error) {
      throw explained(error, told.change, told.changeUncertain);
    } finally {
      if (pending !== null) await this.discard(pending);
    }
  }

  async remove(id: string, token: string): Promise<boolean> {
    const row = await this.#findOwned(id, token).catch((error: unknown) => {
      throw explained(error, told.remove);
    });
    if (row === null) return false;
    const deleted = await this.#repository.markDeleted(id).catch((error: unknown) => {
      throw explained(error, row.isDeleted ? told.removeBegun : told.remove, told.removeUncertain);
    });
    if (deleted === null) return false;
    await this.#finishDeletion(deleted).catch((error: unknown) => {
      throw explained(error, told.removeBegun);
    });
    return true;
  }

  async find(id: string): Promise<Shown<PublicProfile> | null> {
    return isProfileId(id) ? this.#withFile(() => this.#repository.findPublic(id)) : null;
  }

  async findManaged(id: string, token: string): Promise<Shown<Profile> | null> {
    return this.#withFile(async () => {
      const row = await this.#findOwned(id, token);
      if (row === null || row.isDeleted) return null;
      return profileOf(row);
    });
  }

  list(query: ProfileQuery): Promise<ProfilePage> {
    return this.#repository.list(query);
  }

  async openFile(id: string): Promise<OpenedFile | null> {
    const shown = await this.find(id);
    if (!shown?.profile.file || shown.file === null) return null;
    const { fileId } = shown.file;
    return { record: shown.file, name: shown.profile.file.name, read: (range) => this.#files.open(fileId, range) };
  }

  async sweep({
    filesOlderThanMs = 3_600_000,
    deletionsOlderThanMs = 600_000,
  }: SweepOptions = {}): Promise<Swept | null> {
    const swept = { files: 0, pending: 0, profiles: 0 };
    const isOurs = await this.#repository.withSweepLock(async () => {
      for (const deleted of await this.#repository.staleDeletions(deletionsOlderThanMs)) {
        await this.#finishDeletion(deleted);
        swept.profiles += 1;
      }
      for await (const objects of this.#files.list('files')) {
        for (const { id } of await this.#unheld(objects.filter(({ ageMs }) => ageMs >= filesOlderThanMs))) {
          await this.#drop(id);
          swept.files += 1;
        }
      }
      for await (const objects of this.#files.list('pending')) {
        for (const { id } of objects.filter(({ ageMs }) => ageMs >= filesOlderThanMs)) {
          await this.#files.deletePending(id);
          swept.pending += 1;
        }
      }
    });
    return isOurs ? swept : null;
  }

  check(): Promise<void> {
    return this.#repository.check();
  }

  /** Waits for the tidying that goes on after answers. */
  async settled(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** Makes a pending file one that a row may name: the object first, then what is known of it. */
  async #promote(pending: PendingFile | null): Promise<ProfileFile | null> {
    if (pending === null) return null;
    const { id, name, size, type, sha256 } = pending;
    const fileId = randomUUID();
    await this.#files.promote(id, fileId).catch((error: unknown) => {
      this.#afterwards('a file', () => this.#files.delete(fileId));
      throw error;
    });
    // If this fails, it may still arrive, and be left alone once the object is gone. The sweep comes when it has arrived.
    await this.#metadata.put({ fileId, key: fileKey(fileId), size, type, sha256, createdAt: new Date().toISOString() });
    return { id: fileId, name };
  }

  /** Writes the row that names a file. Where it surely was not written, the file goes; where it may have been, the sweep decides. */
  async #commit<T>(file: ProfileFile | null, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof CommitUncertain)) this.#dropLater(file);
      throw error;
    }
  }

  async #findOwned(id: string, token: string): Promise<StoredProfile | null> {
    const row = isProfileId(id) ? await this.#repository.find(id) : null;
    return isToken(token, row?.tokenHash) ? row : null;
  }

  /** A profile with what is known of its file: read once more where a change came between the two, which takes the old file away. */
  async #withFile<P extends PublicProfile>(read: () => Promise<P | null>): Promise<Shown<P> | null> {
    let missing: string | null = null;
    for (;;) {
      const profile = await read();
      if (profile === null) return null;
      const file = profile.file && (await this.#metadata.get(profile.file.id));
      if (file !== null || profile.file === null || profile.file.id === missing) return { profile, file };
      missing = profile.file.id;
    }
  }

  async #unheld(objects: readonly ListedObject[]): Promise<readonly ListedObject[]> {
    const ours = objects.filter(({ id }) => isProfileId(id));
    if (ours.length === 0) return [];
    const held = await this.#repository.heldFiles(ours.map(({ id }) => id));
    return ours.filter(({ id }) => !held.has(id));
  }

  async #finishDeletion({ id, fileId }: DeletedRow): Promise<void> {
    if (fileId !== null) await this.#drop(fileId);
    await this.#repository.deleteRow(id);
  }

  async #drop(fileId: string): Promise<void> {
    await this.#metadata.delete(fileId);
    await this.#files.delete(fileId);
  }

  #dropLater(file: ProfileFile | null): void {
    if (file !== null) this.#afterwards('a file', () => this.#drop(file.id));
  }

  /** Nobody waits for it, and what it cannot do the sweep does. */
  #afterwards(what: string, tidy: () => Promise<void>): void {
    const work = tidy().catch((error: unknown) => {
      this.#log.warn({ err: error }, `${what} was left for the sweep`);
    });
    this.#background.add(work);
    void work.finally(() => this.#background.delete(work));
  }
}

/** The failure of a store, in words that say what has become of the request. */
function explained(error: unknown, certain: string, uncertain = certain): unknown {
  if (!(error instanceof StoreUnavailable)) return error;
  return error instanceof CommitUncertain
    ? new CommitUncertain(error.cause, uncertain)
    : new StoreUnavailable(error.cause, certain);
}

function profileOf({ tokenHash: _, revision: __, isDeleted: ___, ...profile }: StoredProfile): Profile {
  return profile;
}

function detailsOf({ name, email, phone, about }: StoredProfile): ProfileDetails {
  return { name, email, phone, about };
}
