import { UserError } from '../../shared/user-error';
import { digestOf } from '../digest';
import { type Descriptor, type ManifestIndex, mediaTypes } from '../manifest';
import { uploadBlob } from './blob-upload';
import type { HttpResponse } from './http-exchange';
import { type RegistryCall, RegistryClient, type RegistryProps } from './registry-client';
import { TemporaryFailure } from './temporary-failure';

/** A manifest as a registry stores it, with exactly the bytes that the digest identifies. */
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

/**
 * A client for a container registry. Repeats requests after failed connections, 429 and 5xx.
 * Docker Hub, ECR and other registries share the protocol:
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class Registry {
  readonly #client: RegistryClient;

  constructor(private readonly props: RegistryProps) {
    this.#client = new RegistryClient(props);
  }

  get host(): string {
    return this.props.host;
  }

  /** Returns the digest of the image with this tag or digest; undefined if the repository has no such image. */
  async findManifest(repository: string, reference: string): Promise<string | undefined> {
    const { status, headers } = await this.#readManifest('HEAD', repository, reference);
    if (status === 404) return undefined;
    const digest = headers['docker-content-digest'];
    return typeof digest === 'string' ? digest : (await this.getManifest(repository, reference)).digest;
  }

  /**
   * Reads the manifest with this tag or digest.
   * @throws UserError if there is no such image, or if the content does not match the digest
   */
  async getManifest(repository: string, reference: string): Promise<StoredManifest> {
    const { status, headers, body } = await this.#readManifest('GET', repository, reference);
    if (status === 404) throw new UserError(`${this.host} has no image ${repository}:${reference}.`);
    const digest = digestOf(body);
    if (reference.startsWith('sha256:') && reference !== digest) {
      throw new UserError(
        `${this.host} returned the wrong content for ${repository}@${reference}: the digest of the content is ${digest}. Run the command again; if this happens again, ask the operator of the registry.`,
      );
    }
    const declared = (JSON.parse(Buffer.from(body).toString()) as { mediaType?: string }).mediaType;
    return { content: body, digest, mediaType: declared ?? headers['content-type'] ?? mediaTypes.oci.manifest };
  }

  /**
   * Returns the artifacts that refer to an image, such as its SBOM or its signature.
   * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
   * @returns an empty list if the registry does not support referrers
   */
  async listReferrers(repository: string, digest: string): Promise<readonly Descriptor[]> {
    const { status, body } = await this.#call({
      method: 'GET',
      repository,
      path: `referrers/${digest}`,
      headers: { Accept: mediaTypes.oci.index },
      statuses: [200, 404],
      action: `list the artifacts that refer to ${repository}@${digest}`,
    });
    if (status === 404) return [];
    return (JSON.parse(Buffer.from(body).toString()) as Partial<ManifestIndex>).manifests ?? [];
  }

  /** Stores a manifest under a tag, or under its digest. */
  async putManifest(repository: string, reference: string, { mediaType, content }: StoredManifest): Promise<void> {
    const call: RegistryCall = {
      method: 'PUT',
      repository,
      path: `manifests/${reference}`,
      headers: { 'Content-Type': mediaType },
      body: content,
      statuses: [200, 201, 202],
      action: `store ${repository}:${reference}`,
    };
    let isRepeated = false;
    await this.#client.retry(async () => {
      // The first attempt may have succeeded even though its response was lost. If the tag is immutable, the registry
      // would then reject the second attempt.
      if (isRepeated && (await this.findManifest(repository, reference)) === digestOf(content)) return;
      isRepeated = true;
      await this.#client.call(call);
    });
  }

  async hasBlob(repository: string, digest: string): Promise<boolean> {
    const { status } = await this.#call({
      method: 'HEAD',
      repository,
      path: `blobs/${digest}`,
      statuses: [200, 404],
      action: `look for a layer of ${repository}`,
    });
    return status === 200;
  }

  /** Reads a whole blob. @throws UserError if the content does not match the digest after all attempts */
  getBlob(repository: string, { digest }: Pick<Descriptor, 'digest'>): Promise<Uint8Array> {
    const action = `read ${digest} of ${repository}`;
    return this.#client.retry(async () => {
      const path = `blobs/${digest}`;
      const { body } = await this.#client.call({ method: 'GET', repository, path, statuses: [200], action });
      if (digestOf(body) === digest) return body;
      throw new TemporaryFailure(
        `${this.host} returned the wrong content for ${digest} of ${repository}. Run the command again; if this happens again, ask the operator of the registry.`,
      );
    });
  }

  /** Stores a blob unless the repository already contains it. @returns the number of bytes sent */
  async putBlob(repository: string, digest: string, content: () => Promise<Uint8Array>): Promise<number> {
    if (await this.hasBlob(repository, digest)) return 0;
    const body = await content();
    await uploadBlob(this.#client, { repository, digest, body }, () => this.hasBlob(repository, digest));
    return body.length;
  }

  #readManifest(method: string, repository: string, reference: string): Promise<HttpResponse> {
    return this.#call({
      method,
      repository,
      path: `manifests/${reference}`,
      headers: { Accept: manifestTypes.join() },
      statuses: [200, 404],
      action: `read ${repository}:${reference}`,
    });
  }

  #call(call: RegistryCall): Promise<HttpResponse> {
    return this.#client.retry(() => this.#client.call(call));
  }
}
