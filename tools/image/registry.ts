import { setTimeout as sleep } from 'node:timers/promises';
import { fetchErrorReason } from '../shared/fetch-error';
import { UserError } from '../shared/user-error';
import { digestOf } from './digest';
import { type Descriptor, mediaTypes } from './manifest';
import { answerChallenge, type RegistryCredentials } from './registry-token';

export interface RegistryProps {
  /** Host and port. */
  readonly host: string;
  /** @default none: only public images can be read */
  readonly credentials?: RegistryCredentials;
  readonly stop: AbortSignal;
}

/** A manifest as a registry holds it: the exact bytes that its digest names. */
export interface StoredManifest {
  readonly mediaType: string;
  readonly digest: string;
  readonly content: Uint8Array;
}

const manifestTypes = [
  mediaTypes.oci.index,
  mediaTypes.docker.index,
  mediaTypes.oci.manifest,
  mediaTypes.docker.manifest,
];
const attempts = 4;
/** The pause before the second attempt, in milliseconds. It doubles each time. */
const pauseMs = 500;
/** A registry that sends nothing for this long is not responding. A layer has more time, by its size. */
const responseMs = 30_000;
/** The slowest upload that is not given up: 50 kB a second. */
const bytesPerMs = 50;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly repository: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/**
 * A registry, by the protocol that Docker, OCI and ECR share. Failed connections, 429 and 5xx are tried again.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class Registry {
  /** The `Authorization` of each repository, until the registry asks again. */
  readonly #authorization = new Map<string, string>();
  readonly #origin: string;

  constructor(private readonly props: RegistryProps) {
    const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(props.host);
    this.#origin = `${isLoopback ? 'http' : 'https'}://${props.host}`;
  }

  get host(): string {
    return this.props.host;
  }

  /** The digest that a tag or digest names, or undefined if the registry has no such image. */
  async findManifest(repository: string, reference: string): Promise<string | undefined> {
    const response = await this.#call({
      method: 'HEAD',
      repository,
      path: `manifests/${reference}`,
      headers: { Accept: manifestTypes.join() },
    });
    if (response.status === 404) return undefined;
    await this.#expect(response, [200], `look for ${repository}:${reference}`);
    return response.headers.get('docker-content-digest') ?? (await this.getManifest(repository, reference)).digest;
  }

  /** @throws UserError if there is no such image, or its bytes are not what the digest names */
  async getManifest(repository: string, reference: string): Promise<StoredManifest> {
    const response = await this.#call({
      method: 'GET',
      repository,
      path: `manifests/${reference}`,
      headers: { Accept: manifestTypes.join() },
    });
    if (response.status === 404) throw new UserError(`${this.host} has no image ${repository}:${reference}.`);
    await this.#expect(response, [200], `read ${repository}:${reference}`);
    const content = new Uint8Array(await response.arrayBuffer());
    const digest = digestOf(content);
    if (reference.startsWith('sha256:') && reference !== digest) {
      throw new UserError(
        `${this.host} returned something else for ${repository}@${reference}: its digest is ${digest}.`,
      );
    }
    const declared = (JSON.parse(Buffer.from(content).toString()) as { mediaType?: string }).mediaType;
    return { content, digest, mediaType: declared ?? response.headers.get('content-type') ?? mediaTypes.oci.manifest };
  }

  /** Stores a manifest under a tag or its digest. */
  async putManifest(repository: string, reference: string, { mediaType, content }: StoredManifest): Promise<void> {
    const response = await this.#call({
      method: 'PUT',
      repository,
      path: `manifests/${reference}`,
      headers: { 'Content-Type': mediaType },
      body: content,
    });
    await this.#expect(response, [201], `store ${repository}:${reference}`);
  }

  async hasBlob(repository: string, digest: string): Promise<boolean> {
    const response = await this.#call({ method: 'HEAD', repository, path: `blobs/${digest}` });
    if (response.status === 404) return false;
    await this.#expect(response, [200], `look for a layer of ${repository}`);
    return true;
  }

  /** Reads a blob whole. @throws UserError if its bytes are not what the digest names */
  async getBlob(repository: string, { digest }: Pick<Descriptor, 'digest'>): Promise<Uint8Array> {
    const response = await this.#call({ method: 'GET', repository, path: `blobs/${digest}` });
    await this.#expect(response, [200], `read ${digest} of ${repository}`);
    const content = new Uint8Array(await response.arrayBuffer());
    if (digestOf(content) !== digest) {
      throw new UserError(`${this.host} returned something else for ${digest} of ${repository}.`);
    }
    return content;
  }

  /** Stores a blob, unless the repository has it. @returns the bytes that were sent */
  async putBlob(repository: string, digest: string, content: () => Promise<Uint8Array>): Promise<number> {
    if (await this.hasBlob(repository, digest)) return 0;
    const body = await content();
    const begun = await this.#call({ method: 'POST', repository, path: 'blobs/uploads/' });
    await this.#expect(begun, [202], `store a layer in ${repository}`);
    // In two steps, as docker does: not every registry takes the content with the last one.
    const sent = await this.#call({
      method: 'PATCH',
      repository,
      path: this.#location(begun),
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Range': `0-${body.length - 1}` },
      body,
    });
    await this.#expect(sent, [202, 204], `store a layer in ${repository}`);
    const end = new URL(this.#location(sent));
    end.searchParams.set('digest', digest);
    const done = await this.#call({ method: 'PUT', repository, path: end.href });
    await this.#expect(done, [201], `store a layer in ${repository}`);
    return body.length;
  }

  #location(response: Response): string {
    return new URL(response.headers.get('location') ?? '', this.#origin).href;
  }

  async #call(call: Call): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === attempts;
      try {
        const response = await this.#authorized(call);
        if (isLast || (response.status !== 429 && response.status < 500)) return response;
      } catch (error) {
        this.props.stop.throwIfAborted();
        if (error instanceof UserError) throw error;
        if (isLast) {
          throw new UserError(
            `${this.host} is not responding (${fetchErrorReason(error)}). Check the network and run the command again.`,
          );
        }
      }
      await sleep(pauseMs * 2 ** (attempt - 1), undefined, { signal: this.props.stop });
    }
  }

  async #authorized(call: Call): Promise<Response> {
    const response = await this.#send(call);
    const challenge = response.headers.get('www-authenticate');
    if (response.status !== 401 || challenge === null) return response;
    const scope = `repository:${call.repository}:${call.method === 'GET' || call.method === 'HEAD' ? 'pull' : 'pull,push'}`;
    const authorization = await answerChallenge(challenge, scope, this.props.credentials, this.props.stop);
    if (authorization === undefined) return response;
    this.#authorization.set(call.repository, authorization);
    return this.#send(call);
  }

  #send({ method, path, repository, headers, body }: Call): Promise<Response> {
    const url = path.startsWith('http') ? path : `${this.#origin}/v2/${repository}/${path}`;
    const authorization = this.#authorization.get(repository);
    // Only the registry itself gets the token: an upload may go elsewhere.
    const isOwn = new URL(url).origin === this.#origin;
    const request = {
      method,
      headers: { ...headers, ...(authorization && isOwn && { Authorization: authorization }) },
      body: body,
    };
    const slow = AbortSignal.timeout(responseMs + Math.ceil((body?.length ?? 0) / bytesPerMs));
    return fetch(url, { ...request, signal: AbortSignal.any([this.props.stop, slow]) });
  }

  async #expect(response: Response, statuses: readonly number[], action: string): Promise<void> {
    if (statuses.includes(response.status)) return;
    const text = (await response.text()).slice(0, 2_000);
    throw new UserError(
      `Could not ${action}: ${this.host} responded ${response.status}${messageIn(text)}.${remedyOf(response.status)}`,
    );
  }
}

function messageIn(text: string): string {
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: readonly { code?: string; message?: string }[] };
    const messages = errors.map(({ code, message }) => message ?? code).join('; ');
    return messages && ` (${messages.replace(/\.$/, '')})`;
  } catch {
    return '';
  }
}

function remedyOf(status: number): string {
  if (status === 401 || status === 403) return ' Check that your credentials may use this repository.';
  if (status === 429) return ' It limits how often images are read; wait, or name a mirror with NODE_IMAGE.';
  return '';
}
