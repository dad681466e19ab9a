import type { Report } from '../console/steps';
import { PlatformMissing, readBaseImage } from './base-image';
import { parseImageReference } from './image-reference';
import { type MadeImage, type MadeImageProps, makeImage } from './made-image';
import { parsePlatform } from './manifest';
import { pushImage } from './push-image';
import { Registry } from './registry/registry';
import type { RegistryCredentials } from './registry/registry-token';

export interface ContainerImageProps extends Omit<MadeImageProps, 'login'> {
  /** The credentials for the registry of the image. The base may be in the same registry. */
  readonly credentials?: RegistryCredentials | undefined;
}

/** An image whose digest is known. */
export interface PreparedImage extends Pick<MadeImage, 'sbom'> {
  /** `<registry>/<repository>@sha256:…` */
  readonly image: string;
  readonly digest: string;
  /** How the image was created, or `found` if the registry already has it. */
  readonly method: 'found' | MadeImage['method'];
  /** Pushes what the registry lacks. @returns the number of bytes sent */
  push(report: Report): Promise<number>;
}

/**
 * Determines the image of a source, without pushing anything. If the registry has no image of this version, assembles one from the base,
 * the bundle and the Dockerfile's last stage. If that stage runs commands, a container engine builds the image.
 * @throws UserError if that needs an engine and none works
 */
export async function prepareImage(props: ContainerImageProps): Promise<PreparedImage> {
  const { source, repositoryUrl, credentials, nodeImage, stop } = props;
  const { registry: host, repository } = parseImageReference(repositoryUrl);
  const registry = new Registry({ host, credentials, stop });
  const named = (digest: string) => ({ digest, image: `${host}/${repository}@${digest}` });
  // The image in the registry may have another base than `nodeImage`.
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
 * Returns the image of this version, unless it is for another platform: an environment's architecture may change
 * without a new version.
 */
async function findImage(
  registry: Registry,
  repository: string,
  { source, platform }: ContainerImageProps,
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
