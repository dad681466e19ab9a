import { Readable } from 'node:stream';
import { Cleanup } from '../../../app/profiles/files/cleanup';
import type { FileRecord } from '../../../app/profiles/files/file-metadata';
import type { ByteRange } from '../../../app/profiles/files/file-store';
import { PendingUpload } from '../../../app/profiles/files/pending-upload';
import type { Profile, ProfileDetails, ProfileFile, ProfilePage, ProfileQuery } from '../../../app/profiles/profile';
import type {
  CreatedProfile,
  OpenedFile,
  ProfileChange,
  ProfileCreation,
  ProfileService,
  ProfileWithFile,
} from '../../../app/profiles/profile-service';
import { createRetryToken, type RetryToken } from '../../../app/profiles/retry-token';
import { profilesUnavailable } from '../../../app/profiles/unavailable';
import { MemoryFiles, MemoryMetadata } from './memory-files';

/** A profile service that stores profiles in memory. It uses the app's `PendingUpload`, but does not recognize retries. */
export class MemoryProfiles implements ProfileService {
  /** All profiles, the newest first. */
  readonly profiles: Profile[] = [];
  /** The management token of each profile, by the id of the profile. */
  readonly tokens = new Map<string, string>();
  /** The retry tokens of the calls of `create` that did not throw `failure`. */
  readonly retryTokens: RetryToken[] = [];
  readonly files = new MemoryFiles();
  readonly metadata = new MemoryMetadata();
  /** The error that all methods except `startUpload` throw. Null if the stores work. */
  failure: Error | null = null;
  readonly #cleanup = new Cleanup({ warn: () => undefined });
  #created = 0;

  /** Makes all methods except `startUpload` fail, as if the stores did not respond. */
  goDown(): void {
    this.failure = profilesUnavailable(new Error('down'));
  }

  /** Deletes all profiles and file metadata, and resets the counters of uploads. */
  clear(): void {
    this.profiles.length = 0;
    this.retryTokens.length = 0;
    this.tokens.clear();
    this.metadata.records.clear();
    Object.assign(this.files.uploads, { started: 0, failed: 0 });
  }

  /** Stores a profile. If a file name is given, the profile has a file that contains these bytes. */
  async add(details: ProfileDetails, fileName?: string, bytes: Buffer = Buffer.alloc(0)): Promise<CreatedProfile> {
    if (fileName === undefined) return this.create({ details, upload: null, retryToken: createRetryToken() });
    const upload = this.startUpload(fileName);
    await upload.receive(Readable.from([bytes]), new AbortController().signal);
    const created = await this.create({ details, upload, retryToken: createRetryToken() });
    upload.discard();
    return created;
  }

  /** The metadata of the file that was stored last. Undefined if no file is stored. */
  get lastFile(): FileRecord | undefined {
    return [...this.metadata.records.values()].at(-1);
  }

  startUpload(fileName: string): PendingUpload {
    return new PendingUpload({ fileName, files: this.files, metadata: this.metadata, cleanup: this.#cleanup });
  }

  async create({ details, upload, retryToken }: ProfileCreation, _signal?: AbortSignal): Promise<CreatedProfile> {
    this.#failIfDown();
    this.retryTokens.push(retryToken);
    this.#created += 1;
    const { id, token } = retryToken;
    const createdAt = `2026-11-21T07:42:43.${String(this.#created).padStart(6, '0')}Z`;
    const insert = async (file: ProfileFile | null) => {
      const profile = { id, createdAt, ...details, file };
      this.profiles.unshift(profile);
      this.tokens.set(id, token);
      return { profile, token };
    };
    return upload === null ? insert(null) : upload.commit(insert);
  }

  async change({ id, token, details, file: change }: ProfileChange): Promise<Profile | null> {
    this.#failIfDown();
    const shown = await this.findManaged(id, token);
    if (shown === null) return null;
    const { profile } = shown;
    const update = async (file: ProfileFile | null) => {
      const changed = { ...profile, ...details, file };
      this.profiles.splice(this.profiles.indexOf(profile), 1, changed);
      return changed;
    };
    if (change === 'keep') return update(profile.file);
    return change === 'remove' ? update(null) : change.commit(update);
  }

  async delete(id: string, token: string, _signal?: AbortSignal): Promise<boolean> {
    this.#failIfDown();
    const shown = await this.findManaged(id, token);
    if (shown === null) return false;
    this.profiles.splice(this.profiles.indexOf(shown.profile), 1);
    return true;
  }

  async find(id: string, _signal?: AbortSignal): Promise<ProfileWithFile<Profile> | null> {
    this.#failIfDown();
    const profile = this.profiles.find((one) => one.id === id);
    return profile ? { profile, file: this.metadata.records.get(profile.file?.id ?? '') ?? null } : null;
  }

  async findManaged(id: string, token: string, _signal?: AbortSignal): Promise<ProfileWithFile<Profile> | null> {
    return this.tokens.get(id) === token ? this.find(id) : null;
  }

  async list({ limit, before, search }: ProfileQuery): Promise<ProfilePage> {
    this.#failIfDown();
    const found = this.profiles.filter(
      ({ name, createdAt }) => name.includes(search ?? '') && (before === undefined || createdAt < before.createdAt),
    );
    const profiles = found.slice(0, limit);
    return { profiles, next: found.length > limit ? (profiles.at(-1) ?? null) : null };
  }

  async openFile(id: string, _signal?: AbortSignal): Promise<OpenedFile | null> {
    const shown = await this.find(id);
    if (!shown?.profile.file || !shown.file) return null;
    const { fileId } = shown.file;
    const read = (range?: ByteRange) => this.files.open(fileId, range);
    return { record: shown.file, name: shown.profile.file.name, read };
  }

  async check(): Promise<void> {
    this.#failIfDown();
  }

  #failIfDown(): void {
    if (this.failure !== null) throw this.failure;
  }
}
