import type { ProfileDetails } from '../../../app/profiles/profile';
import type { CreatedProfile } from '../../../app/profiles/profile-service';
import { MemoryProfiles } from '../stores/memory-profiles';
import { multipartType, type Part, picture, writeMultipart } from './multipart';
import { type RawResponse, send } from './raw-http';
import { startApp, type TestApp, type TestAppOptions } from './test-app';

type HeaderField = readonly [name: string, value: string];

export const acceptJson = ['Accept', 'application/json'] as const;
export const jsonType = ['Content-Type', 'application/json'] as const;
const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

export const zoe = { name: 'Zoë', email: 'zoe@example.com', phone: '+44 20 7946 0000', about: 'Hello\nthere' };

/** The id of a profile that does not exist. */
export const unknownId = '123e4567-e89b-42d3-a456-426614174000';

/** A management token that matches no profile. */
export const wrongToken = 'A'.repeat(43);

export const bearer = (token: string) => ['Authorization', `Bearer ${token}`] as const;

/** Returns a Cookie header with the first cookie that a response sets. */
export const cookieOf = ({ headers }: RawResponse) => ['Cookie', headers['set-cookie']?.split(';')[0] ?? ''] as const;

export const partsOf = (fields: Record<string, string>): Part[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }));

/** A picture as a part of a multipart form. */
export const picturePart: Part = { name: 'file', value: picture, fileName: 'me.png' };

/** The app with profiles in memory, and methods that send requests to it. */
export class ProfilesClient {
  readonly profiles: MemoryProfiles;
  readonly app: TestApp;

  private constructor(profiles: MemoryProfiles, app: TestApp) {
    this.profiles = profiles;
    this.app = app;
  }

  static async start(options: TestAppOptions = {}): Promise<ProfilesClient> {
    const profiles = new MemoryProfiles();
    return new ProfilesClient(profiles, await startApp({ profiles, ...options }));
  }

  stop(): Promise<void> {
    return this.app.stop();
  }

  /** Stores a profile, by default Zoë's. With a file name, the profile has a picture. */
  add(details: Partial<ProfileDetails> = {}, fileName?: string): Promise<CreatedProfile> {
    return this.profiles.add({ ...zoe, ...details }, fileName, picture);
  }

  get(target: string, ...headers: HeaderField[]): Promise<RawResponse> {
    return send(this.app.port, { target, headers });
  }

  async getJson(target: string, ...headers: HeaderField[]) {
    return JSON.parse((await this.get(target, acceptJson, ...headers)).body);
  }

  postForm(target: string, fields: Record<string, string>, ...headers: HeaderField[]): Promise<RawResponse> {
    return this.#post(target, new URLSearchParams(fields).toString(), [formType, ...headers]);
  }

  postJson(target: string, value: object, ...headers: HeaderField[]): Promise<RawResponse> {
    return this.#post(target, JSON.stringify(value), [jsonType, ...headers]);
  }

  postParts(target: string, parts: readonly Part[], ...headers: HeaderField[]): Promise<RawResponse> {
    return this.#post(target, writeMultipart(parts), [multipartType, ...headers]);
  }

  /** Creates a profile by posting these bytes as a multipart body. */
  postBytes(body: Buffer, ...headers: HeaderField[]): Promise<RawResponse> {
    return this.#post('/profiles', body, [multipartType, acceptJson, ...headers]);
  }

  delete(target: string, ...headers: HeaderField[]): Promise<RawResponse> {
    return send(this.app.port, { method: 'DELETE', target, headers });
  }

  #post(target: string, body: string | Buffer, headers: HeaderField[]): Promise<RawResponse> {
    return send(this.app.port, { method: 'POST', target, headers, body });
  }
}

/** The parts of a multipart form for the required fields of a profile. */
export const requiredParts = {
  name: { name: 'name', value: 'Zoë' },
  email: { name: 'email', value: 'zoe@example.com' },
} as const satisfies Record<string, Part>;

/**
 * Starts one app for all upload tests of a test file. Every test starts without profiles, and fails if it leaves a pending upload.
 * @returns a function that returns the client. Call it only inside tests
 */
export function useUploads(): () => ProfilesClient {
  let client: ProfilesClient;
  beforeAll(async () => {
    client = await ProfilesClient.start();
  });
  beforeEach(() => client.profiles.clear());
  afterEach(() => expect(client.profiles.files.pending.size).toBe(0));
  afterAll(() => client.stop());
  return () => client;
}
