import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Claim, createClaim } from '../../../app/profiles/claim';
import { FileIntake } from '../../../app/profiles/files/file-intake';
import type { FileRecord } from '../../../app/profiles/files/file-metadata';
import type { ByteRange } from '../../../app/profiles/files/file-store';
import type { Profile, ProfileDetails, ProfilePage, ProfileQuery } from '../../../app/profiles/profile';
import type {
  CreatedProfile,
  FileChange,
  OpenedFile,
  PendingFile,
  ProfileService,
  Shown,
} from '../../../app/profiles/profile-service';
import { profilesUnavailable } from '../../../app/profiles/unavailable';
import { cleanFileName } from '../../../app/profiles/web/profile-form';

/** Profiles in memory, for tests of what HTTP makes of them. Files are looked at as the real service does. */
export class MemoryProfiles implements ProfileService {
  /** Newest first. */
  readonly profiles: Profile[] = [];
  readonly tokens = new Map<string, string>();
  /** Of every profile that was to be created. */
  readonly claims: Claim[] = [];
  readonly records = new Map<string, FileRecord>();
  /** What has been received and not been used or discarded. */
  readonly pending = new Map<string, Buffer>();
  /** How many uploads were begun, and how many of them were cut off. */
  readonly uploads = { begun: 0, cut: 0 };
  /** What is thrown by every call but `receive` and `discard`. */
  failure: Error | null = null;
  readonly #bytes = new Map<string, Buffer>();
  #created = 0;

  async receive(name: string, body: AsyncIterable<Uint8Array>, _signal?: AbortSignal): Promise<PendingFile | null> {
    this.uploads.begun += 1;
    const intake = new FileIntake(body);
    const type = await intake.begin();
    if (type === null) return null;
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of intake.bytes()) chunks.push(chunk);
    } catch (error) {
      this.uploads.cut += 1;
      throw error;
    }
    const id = randomUUID();
    this.pending.set(id, Buffer.concat(chunks));
    return { id, name: cleanFileName(name), type, ...intake.finish() };
  }

  async discard({ id }: PendingFile): Promise<void> {
    this.pending.delete(id);
  }

  /** Repetitions are the stores' business, and tested there. */
  async create(details: ProfileDetails, file: PendingFile | null, claim = createClaim()): Promise<CreatedProfile> {
    this.#mayFail();
    this.claims.push(claim);
    this.#created += 1;
    const createdAt = `2026-11-21T07:42:43.${String(this.#created).padStart(6, '0')}Z`;
    const profile = { id: claim.id, createdAt, ...details, file: this.#promote(file, createdAt) };
    const { token } = claim;
    this.profiles.unshift(profile);
    this.tokens.set(profile.id, token);
    return { profile, token };
  }

  async change(id: string, token: string, details: ProfileDetails, change: FileChange): Promise<Profile | null> {
    this.#mayFail();
    const fresh = typeof change === 'string' ? null : this.#promote(change, '');
    const shown = await this.findManaged(id, token);
    if (shown === null) return null;
    const { profile } = shown;
    const file = change === 'keep' ? profile.file : fresh;
    const changed = { ...profile, ...details, file };
    this.profiles.splice(this.profiles.indexOf(profile), 1, changed);
    return changed;
  }

  async remove(id: string, token: string): Promise<boolean> {
    this.#mayFail();
    const shown = await this.findManaged(id, token);
    if (shown === null) return false;
    this.profiles.splice(this.profiles.indexOf(shown.profile), 1);
    return true;
  }

  async find(id: string): Promise<Shown<Profile> | null> {
    this.#mayFail();
    const profile = this.profiles.find((one) => one.id === id);
    return profile ? { profile, file: this.records.get(profile.file?.id ?? '') ?? null } : null;
  }

  async findManaged(id: string, token: string): Promise<Shown<Profile> | null> {
    return this.tokens.get(id) === token ? this.find(id) : null;
  }

  async list({ limit, before, search }: ProfileQuery): Promise<ProfilePage> {
    this.#mayFail();
    const found = this.profiles.filter(
      ({ name, createdAt }) => name.includes(search ?? '') && (before === undefined || createdAt < before.createdAt),
    );
    const profiles = found.slice(0, limit);
    return { profiles, next: found.length > limit ? (profiles.at(-1) ?? null) : null };
  }

  async openFile(id: string): Promise<OpenedFile | null> {
    const shown = await this.find(id);
    const bytes = this.#bytes.get(shown?.profile.file?.id ?? '');
    if (!shown?.profile.file || !shown.file || !bytes) return null;
    const read = async ({ first, last }: ByteRange = { first: 0, last: bytes.length - 1 }) =>
      Readable.from([bytes.subarray(first, last + 1)]);
    return { record: shown.file, name: shown.profile.file.name, read };
  }

  async sweep(): Promise<null> {
    return null;
  }

  async check(): Promise<void> {
    this.#mayFail();
  }

  goDown(): void {
    this.failure = profilesUnavailable(new Error('down'));
  }

  #promote(file: PendingFile | null, createdAt: string): Profile['file'] {
    if (file === null) return null;
    const { id, name, size, type, sha256 } = file;
    this.#bytes.set(id, this.pending.get(id) ?? Buffer.alloc(0));
    this.pending.delete(id);
    this.records.set(id, { fileId: id, key: `files/${id}`, size, type, sha256, createdAt });
    return { id, name };
  }

  #mayFail(): void {
    if (this.failure !== null) throw this.failure;
  }
}
