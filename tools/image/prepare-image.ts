import type { Report } from '../console/steps';
import { PlatformMissing, readBaseImage } from './base-image';
import { parseImageReference } from './image-reference';
import { type MadeImage, type MakeImageProps, makeImage } from './make-image';
import { parsePlatform } from './manifest';
import { pushImage } from './push-image';
import { Registry } from './registry/registry';
import type { RegistryCredentials } from './registry/registry-token';

export interface PrepareImageProps extends Omit<MakeImageProps, 'login'> {
  /** The credentials for the registry of the image. They are also used for a base image in the same registry. */
  readonly credentials?: RegistryCredentials | undefined;
}

/** An image with a known digest, ready to be pushed. */
export interface PreparedImage extends Pick<MadeImage, 'sbom'> {
  /** The name of the image: `<registry>/<repository>@sha256:…` */
  readonly image: string;
  readonly digest: string;
  /** How the image was created; `found` if the registry already contains the image. */
  readonly method: 'found' | MadeImage['method'];
  /** Pushes the parts of the image that the registry lacks. @returns the number of bytes sent */
  push(report: Report): Promise<number>;
}

/**
 * Finds or creates the image of a version. Pushes nothing.
 * If the registry lacks the image, the image is assembled from the base image, the bundle and the last stage of the
 * Dockerfile. If that stage runs commands, a container engine builds the image instead.
 * @throws UserError if only an engine can build the image, and no engine works
 */
export async function prepareImage(props: PrepareImageProps): Promise<PreparedImage> {
  const { source, repositoryUrl, credentials, nodeImage, stop } = props;
  const { registry: host, repository } = parseImageReference(repositoryUrl);
  const registry = new Registry({ host, credentials, stop });
  const named = (digest: string) => ({ digest, image: `${host}/${repository}@${digest}` });
  // With `nodeImage`, an existing image is not reused, because its base image may be a different one.
  const found = nodeImage === undefined ? await findImage(registry, repository, props) : undefined;
  if (found !== undefined) return { ...named(found), method: 'found', push: async () => 0 };

  const { content, ...made } = await makeImage({ ...props, login: { host, credentials } });
  const push = (report: Report) => {
    const onProgress = (done: number, all: number) => report(`part ${done} of ${all}`);
    return pushImage(content, { registry, repository, tag: source.version, onProgress });
  };
  return { ...named(content.manifest.digest), ...made, push };
}

/**
 * Returns the digest of this version's image.
 * @returns undefined if the registry has no such image, or has it only for another platform. The platform differs after
 * a change of the architecture in the environment's file
 */
async function findImage(
  registry: Registry,
  repository: string,
  { source, platform }: PrepareImageProps,
): Promise<string | undefined> {
  const found = await registry.findManifest(repository, source.version);
  if (found === undefined) return undefined;
  try {
    await readBaseImage(registry, { registry: registry.host, repository, reference: found }, parsePlatform(platform));
    return found;
  } catch (error) {
    if (error instanceof PlatformMissing) return undefined;
    throw error;
  }
}
