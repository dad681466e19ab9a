import { UserError } from '../shared/user-error';
import { type ImageReference, parseImageReference } from './image-reference';
import type { ImageConfig, Manifest, ManifestIndex, Platform } from './manifest';
import { Registry, type StoredManifest } from './registry/registry';
import type { RegistryCredentials } from './registry/registry-token';

/** A base image for one platform. */
export interface BaseImage {
  readonly registry: Registry;
  readonly repository: string;
  /** The digest to which the name of the image resolves. For a multi-platform image, this is the digest of the image index. */
  readonly digest: string;
  readonly manifest: Manifest;
  readonly config: ImageConfig;
}

export interface BaseImageProps {
  readonly platform: Platform;
  /** The login to one registry. Base images in other registries must be public. */
  readonly login?: { readonly host: string; readonly credentials?: RegistryCredentials | undefined } | undefined;
  readonly stop: AbortSignal;
}

/**
 * Reads the manifest and the configuration of a Dockerfile's base image.
 * @throws UserError that says how to choose another base image
 */
export async function readNamedBase(name: string, { platform, login, stop }: BaseImageProps): Promise<BaseImage> {
  const reference = parseImageReference(name);
  const { registry: host } = reference;
  const credentials = login?.host === host ? login.credentials : undefined;
  try {
    return await readBaseImage(new Registry({ host, credentials, stop }), reference, platform);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `The base image ${name} cannot be used. ${error.message} Correct NODE_IMAGE in the Dockerfile, or set the environment variable NODE_IMAGE to another base image, such as one in a mirror.`,
    );
  }
}

/**
 * Reads the manifest and the configuration of an image, but not its layers.
 * @throws UserError if there is no such image
 * @throws PlatformMissing if the image exists, but not for this platform
 */
export async function readBaseImage(
  registry: Registry,
  reference: ImageReference,
  platform: Platform,
): Promise<BaseImage> {
  const named = await registry.getManifest(reference.repository, reference.reference);
  const manifest = await manifestFor(registry, named, { reference, platform });
  const config = parse<ImageConfig>(await registry.getBlob(reference.repository, manifest.config));
  if (!isFor(config, platform)) throw new PlatformMissing(reference, platform, [config]);
  return { registry, repository: reference.repository, digest: named.digest, manifest, config };
}

/** The error for an image that exists, but not for the requested platform. */
export class PlatformMissing extends UserError {
  constructor({ repository, reference }: ImageReference, platform: Platform, found: readonly Platform[]) {
    const names = found.filter(({ os }) => os !== 'unknown').map(nameOf);
    super(
      `${repository}:${reference} has no image for ${nameOf(platform)}. It has images only for: ${[...new Set(names)].join(', ')}.`,
    );
  }
}

async function manifestFor(
  registry: Registry,
  named: StoredManifest,
  { reference, platform }: { readonly reference: ImageReference; readonly platform: Platform },
): Promise<Manifest> {
  const document = parse<Manifest | ManifestIndex>(named.content);
  if (!('manifests' in document)) return { ...document, mediaType: named.mediaType };
  const candidates = document.manifests.filter((one) => one.platform && isFor(one.platform, platform));
  // Prefers the variant that runs on all processors of the architecture. Other variants need newer processors.
  const found = candidates.find((one) => [undefined, '', 'v8'].includes(one.platform?.variant)) ?? candidates[0];
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
