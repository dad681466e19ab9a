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
 * @throws UserError if there is no such image; PlatformMissing if there is none for the platform
 */
export async function readBaseImage(
  registry: Registry,
  reference: ImageReference,
  platform: Platform,
): Promise<BaseImage> {
  const named = await registry.getManifest(reference.repository, reference.reference);
  const manifest = await manifestFor(registry, reference, named, platform);
  const config = parse<ImageConfig>(await registry.getBlob(reference.repository, manifest.config));
  if (!isFor(config, platform)) throw new PlatformMissing(reference, platform, [config]);
  return { registry, repository: reference.repository, digest: named.digest, manifest, config };
}

/** The image exists, but not for this platform. */
export class PlatformMissing extends UserError {
  constructor({ repository, reference }: ImageReference, platform: Platform, found: readonly Platform[]) {
    const names = found.filter(({ os }) => os !== 'unknown').map(nameOf);
    super(
      `${repository}:${reference} has no image for ${nameOf(platform)}. It has: ${[...new Set(names)].join(', ')}.`,
    );
  }
}

async function manifestFor(
  registry: Registry,
  reference: ImageReference,
  named: StoredManifest,
  platform: Platform,
): Promise<Manifest> {
  const document = parse<Manifest | ManifestIndex>(named.content);
  if (!('manifests' in document)) return { ...document, mediaType: named.mediaType };
  const found = document.manifests.find((one) => one.platform && isFor(one.platform, platform));
  if (!found) {
    const platforms = document.manifests.flatMap((one) => one.platform ?? []);
    throw new PlatformMissing(reference, platform, platforms);
  }
  const stored = await registry.getManifest(reference.repository, found.digest);
  return { ...parse<Manifest>(stored.content), mediaType: stored.mediaType };
}

function isFor({ os, architecture }: Platform, platform: Platform): boolean {
  return os === platform.os && architecture === platform.architecture;
}

function nameOf({ os, architecture }: Platform): string {
  return `${os}/${architecture}`;
}

function parse<T>(content: Uint8Array): T {
  return JSON.parse(Buffer.from(content).toString()) as T;
}
