import { UserError } from '../shared/user-error';
import type { ImageReference } from './image-reference';
import type { ImageConfig, Manifest, ManifestIndex, Platform } from './manifest';
import type { Registry, StoredManifest } from './registry';

/** An image that others are based on, for one platform. */
export interface BaseImage {
  readonly registry: Registry;
  readonly repository: string;
  /** Of what the reference names: an index of all platforms, or the image itself. */
  readonly digest: string;
  readonly manifest: Manifest;
  readonly config: ImageConfig;
}

/**
 * Reads the manifest and the configuration of an image; the layers stay where they are.
 * @throws UserError if there is no such image, or none for the platform
 */
export async function readBaseImage(
  registry: Registry,
  reference: ImageReference,
  platform: Platform,
): Promise<BaseImage> {
  const named = await registry.getManifest(reference.repository, reference.reference);
  const { manifest } = await forPlatform(registry, reference, named, platform);
  const config = parse<ImageConfig>(await registry.getBlob(reference.repository, manifest.config));
  if (config.os !== platform.os || config.architecture !== platform.architecture)
    throw missing(reference, platform, [config]);
  return { registry, repository: reference.repository, digest: named.digest, manifest, config };
}

async function forPlatform(
  registry: Registry,
  reference: ImageReference,
  named: StoredManifest,
  platform: Platform,
): Promise<{ manifest: Manifest }> {
  const document = parse<Manifest | ManifestIndex>(named.content);
  if (!('manifests' in document)) return { manifest: { ...document, mediaType: named.mediaType } };
  const found = document.manifests.find(
    (one) => one.platform?.os === platform.os && one.platform.architecture === platform.architecture,
  );
  if (!found)
    throw missing(
      reference,
      platform,
      document.manifests.flatMap((one) => one.platform ?? []),
    );
  const stored = await registry.getManifest(reference.repository, found.digest);
  return { manifest: { ...parse<Manifest>(stored.content), mediaType: stored.mediaType } };
}

function missing({ repository, reference }: ImageReference, platform: Platform, found: readonly Platform[]): UserError {
  const names = found.filter(({ os }) => os !== 'unknown').map(({ os, architecture }) => `${os}/${architecture}`);
  return new UserError(
    `${repository}:${reference} has no image for ${platform.os}/${platform.architecture}. It has: ${[...new Set(names)].join(', ')}.`,
  );
}

function parse<T>(content: Uint8Array): T {
  return JSON.parse(Buffer.from(content).toString()) as T;
}
