import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { keyReused } from '../http/idempotency-key';
import { Problem } from '../http/problem';
import { responseSignal } from '../http/response-deadline';
import { untilAborted } from '../stores/deadline';
import { StoreUnavailable } from '../stores/store-unavailable';
import { type Claim, createClaim, nextClaim } from './claim';
import { FileIntake } from './files/file-intake';
import type { FileMetadata } from './files/file-metadata';
import { type ByteRange, type FileStore, fileKey, type ListedObject } from './files/file-store';
import type { ProfileQuery, PublicProfile } from './profile';
import { isProfileId, type Profile, type ProfileDetails, type ProfileFile, type ProfilePage } from './profile';
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
import { CommitUncertain, fileUnavailable, profilesUnavailable } from './unavailable';
import { cleanFileName } from './web/profile-form';
import { WriteOutcome } from './write-outcome';

export interface StoredProfileServiceProps {
  readonly repository: ProfileRepository;
  readonly files: FileStore;
  readonly metadata: FileMetadata;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** How long a response may take if the caller does not say, in milliseconds. @default responseMs of response-deadline.ts */
  readonly responseMs?: number;
}

/** How long the id of an erased profile is kept, in milliseconds: as long as a request may be repeated with its key. */
const erasedForMs = 24 * 3_600_000;

/** What a user is told of a request that failed, besides that a store is not responding. */
const told = {
  create: 'The profile could not be stored just now, and nothing was. Please try again in a moment.',
  createUncertain: 'The profile store is not responding. It is not known yet whether the profile was saved.',
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
  readonly #due: () => AbortSignal;

  constructor({ repository, files, metadata, log, responseMs }: StoredProfileServiceProps) {
    this.#due = () => responseSignal(responseMs);
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
      throw intake.failure ?? (error instanceof StoreUnavailable ? fileUnavailable(error.cause) : error);
    }
    return { id, name: cleanFileName(name), type, ...intake.finish() };
  }

  async discard({ id }: PendingFile): Promise<void> {
    this.#afterwards('a pending file', () => this.#files.deletePending(id));
  }

  create(
    details: ProfileDetails,
    pending: PendingFile | null,
    claim = createClaim(),
    signal = this.#due(),
  ): Promise<CreatedProfile> {
    const outcome = new WriteOutcome(signal, told.create);
    return this.#respond(signal, outcome, () => this.#create(details, pending, claim, outcome));
  }

  async #create(
    details: ProfileDetails,
    pending: PendingFile | null,
    claim: Claim,
    outcome: WriteOutcome,
  ): Promise<CreatedProfile> {
    try {
      if (claim.repeat === 'none') return await this.#createNew(details, pending, claim, outcome);
      // An earlier request with the same claim may have stored it.
      outcome.becomes(told.createUncertain, true);
      const { row, claim: last } = await this.#findClaimed(claim, details);
      if (row === null) return await this.#createNew(details, pending, last, outcome);
      const { id, token } = last;
      const isChange = last.repeat === 'change' && (pending !== null || !isDeepStrictEqual(details, detailsOf(row)));
      const changed = isChange ? await this.#change(id, token, details, pending ?? 'keep', outcome) : null;
      return { profile: changed ?? profileOf(row), token };
    } catch (error) {
      // Only a first request can be sure that nothing was stored.
      const isUncertain = claim.repeat !== 'none' && error instanceof StoreUnavailable;
      throw explained(isUncertain ? new CommitUncertain(error.cause) : error, told.create, told.createUncertain);
    } finally {
      if (pending !== null) await this.discard(pending);
    }
  }

  /**
   * Finds the profile that an earlier request with this claim has stored, or the claim with which to store a new one: a form
   * whose profile was deleted, or with both another name and another e-mail address, is about another profile.
   */
  async #findClaimed(first: Claim, details: ProfileDetails): Promise<{ row: StoredProfile | null; claim: Claim }> {
    for (let claim = first; ; claim = nextClaim(claim, details)) {
      const row = await this.#repository.find(claim.id);
      if (row === null) return { row, claim };
      const isOurs = !row.isDeleted && isToken(claim.token, row.tokenHash);
      if (isOurs && (claim.repeat === 'return' || row.name === details.name || row.email === details.email)) {
        return { row, claim };
      }
      if (claim.repeat === 'return') throw row.isDeleted ? deletedSince() : keyReused();
    }
  }

  async #createNew(
    details: ProfileDetails,
    pending: PendingFile | null,
    { id, token }: Claim,
    outcome: WriteOutcome,
  ): Promise<CreatedProfile> {
    const file = await this.#promote(pending);
    const createdAt = await this.#commit(file, () => {
      outcome.becomes(told.createUncertain, true);
      return this.#repository.insert({ id, ...details, file, tokenHash: hashToken(token) });
    });
    if (createdAt !== null) return { profile: { id, createdAt, ...details, file }, token };
    this.#dropLater(file);
    throw keyReused();
  }

  change(
    id: string,
    token: string,
    details: ProfileDetails,
    change: FileChange,
    signal = this.#due(),
  ): Promise<Profile | null> {
    const outcome = new WriteOutcome(signal, told.change);
    return this.#respond(signal, outcome, () => this.#change(id, token, details, change, outcome));
  }

  async #change(
    id: string,
    token: string,
    details: ProfileDetails,
    change: FileChange,
    outcome: WriteOutcome,
  ): Promise<Profile | null> {
    const pending = typeof change === 'string' ? null : change;
    try {
      const row = await this.#findOwned(id, token);
      if (row === null || row.isDeleted) return null;
      const file = change === 'keep' ? row.file : await this.#promote(pending);
      const fresh = change === 'keep' ? null : file;
      const isChanged = await this.#commit(fresh, () => {
        outcome.becomes(told.changeUncertain, true);
        return this.#repository.update(id, row.revision, { ...details, file });
      });
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

  remove(id: string, token: string, signal = this.#due()): Promise<boolean> {
    const outcome = new WriteOutcome(signal, told.remove);
    return this.#respond(signal, outcome, () => this.#remove(id, token, outcome));
  }

  async #remove(id: string, token: string, outcome: WriteOutcome): Promise<boolean> {
    const row = await this.#findOwned(id, token).catch((error: unknown) => {
      throw explained(error, told.remove);
    });
    if (row === null) return false;
    outcome.becomes(row.isDeleted ? told.removeBegun : told.removeUncertain, true);
    const deleted = await this.#repository.markDeleted(id).catch((error: unknown) => {
      throw explained(error, row.isDeleted ? told.removeBegun : told.remove, told.removeUncertain);
    });
    if (deleted === null) return false;
    outcome.becomes(told.removeBegun, false);
    await this.#finishDeletion(deleted).catch((error: unknown) => {
      throw explained(error, told.removeBegun);
    });
    return true;
  }

  async find(id: string, signal = this.#due()): Promise<Shown<PublicProfile> | null> {
    if (!isProfileId(id)) return null;
    return this.#respond(signal, null, () => this.#withFile(() => this.#repository.findPublic(id)));
  }

  findManaged(id: string, token: string, signal = this.#due()): Promise<Shown<Profile> | null> {
    const read = async () => {
      const row = await this.#findOwned(id, token);
      if (row === null || row.isDeleted) return null;
      return profileOf(row);
    };
    return this.#respond(signal, null, () => this.#withFile(read));
  }

  list(query: ProfileQuery, signal = this.#due()): Promise<ProfilePage> {
    return this.#respond(signal, null, () => this.#repository.list(query));
  }

  async openFile(id: string, signal = this.#due()): Promise<OpenedFile | null> {
    const shown = await this.find(id, signal);
    if (!shown?.profile.file || shown.file === null) return null;
    const { fileId } = shown.file;
    const read = (range?: ByteRange) => {
      const opening = this.#files.open(fileId, range);
      return this.#respond(signal, null, () => opening).catch((error: unknown) => {
        // It may still arrive, and would keep its connection to S3.
        opening.then((body) => body?.destroy()).catch(() => undefined);
        throw error;
      });
    };
    return { record: shown.file, name: shown.profile.file.name, read };
  }

  async sweep({
    filesOlderThanMs = 3_600_000,
    deletionsOlderThanMs = 600_000,
  }: SweepOptions = {}): Promise<Swept | null> {
    const swept = { files: 0, pending: 0, profiles: 0 };
    const isOurs = await this.#repository.withSweepLock(async () => {
      await this.#repository.forgetErased(erasedForMs);
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

  check(signal = this.#due()): Promise<void> {
    return this.#respond(signal, null, () => this.#repository.check());
  }

  /** Waits for the tidying that goes on after answers. */
  async settled(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /**
   * Waits for a result until the response is due. The work then continues, each step within its own timeout, and what it
   * leaves behind is removed as after any failure.
   */
  async #respond<T>(signal: AbortSignal, outcome: WriteOutcome | null, work: () => Promise<T>): Promise<T> {
    try {
      return await untilAborted(signal, work());
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
      throw outcome?.toError(error) ?? profilesUnavailable(error);
    }
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
    await this.#repository.erase(id);
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

/** The key stored a profile that was deleted later. */
function deletedSince(): Problem {
  return new Problem(410, 'The profile of this Idempotency-Key has been deleted. Use a new key to store another one.');
}

function detailsOf({ name, email, phone, about }: StoredProfile): ProfileDetails {
  return { name, email, phone, about };
}
