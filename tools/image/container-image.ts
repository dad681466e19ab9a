import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../console/steps';
import { UserError } from '../shared/user-error';
import { assembleImage, pushImage } from './assembled-image';
import { PlatformMissing, readBaseImage } from './base-image';
import { bundleFolder, withBundle } from './bundle';
import { buildWithEngine, type Engine, findEngine } from './engine';
import { type ImageReference, parseImageReference } from './image-reference';
import { type LastStage, NeedsEngine, readLastStage } from './last-stage';
import { createLayer } from './layer';
import type { Platform } from './manifest';
import { Registry } from './registry';
import type { RegistryCredentials } from './registry-token';
import { createSbom } from './sbom';
import type { SourceVersion } from './source-version';

export interface ContainerImageProps {
  /** The repository of the source, where the Dockerfile is. */
  readonly root: string;
  readonly source: SourceVersion;
  /** The repository of the image: `<registry>/<repository>`. */
  readonly repositoryUrl: string;
  readonly credentials?: RegistryCredentials;
  /** `linux/arm64`, `linux/amd64`. */
  readonly platform: string;
  /** The base, in place of the one that the Dockerfile names. @default the Dockerfile's */
  readonly nodeImage?: string;
  readonly report: Report;
  readonly stop: AbortSignal;
}

/** An image whose digest is known. */
export interface PreparedImage {
  /** `<registry>/<repository>@sha256:…` */
  readonly image: string;
  readonly digest: string;
  /** How it is made, or `found` if the registry has it. */
  readonly method: 'found' | 'assembled' | Engine['name'];
  /** The contents of an assembled image, as CycloneDX. */
  readonly sbom?: object;
  /**
   * Sends what the registry lacks.
   * @returns the bytes that were sent; undefined if an engine has sent them
   */
  push(report: Report): Promise<number | undefined>;
}

/**
 * Finds out which image a source makes, without changing anything: the registry's, if it has this version, or one that is assembled of
 * the base, the bundle and the Dockerfile's last stage. Only a Dockerfile whose last stage runs commands is built and pushed at once,
 * by a container engine, because its digest is not known before.
 * @throws UserError if that needs an engine and none works
 */
export async function prepareImage(props: ContainerImageProps): Promise<PreparedImage> {
  const { root, source, repositoryUrl, credentials, nodeImage, report, stop } = props;
  const { registry: host, repository } = parseImageReference(repositoryUrl);
  const registry = new Registry({ host, credentials, stop });
  const platform = platformOf(props.platform);
  // Another base makes another image of the same version.
  const found = nodeImage === undefined ? await registry.findManifest(repository, source.version) : undefined;
  if (
    found !== undefined &&
    (await hasPlatform(registry, { registry: host, repository, reference: found }, platform))
  ) {
    return inRegistry(`${host}/${repository}`, found, 'found');
  }

  const args = { APP_VERSION: source.version, ...(nodeImage !== undefined && { NODE_IMAGE: nodeImage }) };
  const stage = readLastStage(await readFile(path.join(root, 'Dockerfile'), 'utf8'), args);
  const reason = stage instanceof NeedsEngine ? stage.reason : copiesOther(stage);
  if (stage instanceof NeedsEngine || reason !== undefined)
    return build(props, registry, repository, args, reason ?? '');

  report(`reading the base ${stage.base}`);
  const reference = parseImageReference(stage.base);
  // Another registry does not know these credentials; its base must be public.
  const baseCredentials = reference.registry === host ? credentials : undefined;
  const baseRegistry = new Registry({ host: reference.registry, credentials: baseCredentials, stop });
  const base = await readBaseImage(baseRegistry, reference, platform);
  report('bundling the app');
  return withBundle(root, stop, async ({ folder, packages }) => {
    const layer = await createLayer(stage.copies.map(({ destination }) => ({ source: folder, destination })));
    const labels = { ...labelsOf(source), ...baseLabels(stage.base, base.digest) };
    const image = assembleImage({ base, stage, layer, labels, created: source.created });
    const { digest } = image.manifest;
    const sbom = await createSbom({
      root,
      packages,
      base: { name: stage.base, digest: base.digest },
      image: { repository: repositoryUrl, digest, version: source.version },
    });
    const push = (say: Report) => {
      const onProgress = (done: number, all: number) => say(`layer ${done} of ${all}`);
      return pushImage(image, { registry, repository, tag: source.version, onProgress });
    };
    return { image: `${host}/${repository}@${digest}`, digest, method: 'assembled', sbom, push };
  });
}

/** Whether an image can run on the platform: an environment's architecture may change without a new version. */
async function hasPlatform(registry: Registry, reference: ImageReference, platform: Platform): Promise<boolean> {
  try {
    await readBaseImage(registry, reference, platform);
    return true;
  } catch (error) {
    if (error instanceof PlatformMissing) return false;
    throw error;
  }
}

function inRegistry(url: string, digest: string, method: PreparedImage['method']): PreparedImage {
  const bytes = method === 'found' ? 0 : undefined;
  return { image: `${url}@${digest}`, digest, method, push: async () => bytes };
}

function copiesOther({ copies }: LastStage): string | undefined {
  const other = copies.find(({ source }) => source !== bundleFolder);
  return other && `The last stage copies ${other.source}, and only ${bundleFolder} can be made without an engine.`;
}

async function build(
  props: ContainerImageProps,
  registry: Registry,
  repository: string,
  args: Readonly<Record<string, string>>,
  reason: string,
): Promise<PreparedImage> {
  const { root, source, repositoryUrl, credentials, platform, report, stop } = props;
  const engine = await findEngine(stop);
  if (!engine) {
    throw new UserError(
      `This Dockerfile needs a container engine. ${reason} Neither docker nor podman nor buildah works on this machine: start one, or change the last stage so that it only copies and configures.`,
    );
  }
  report(`building with ${engine.name}, because the Dockerfile needs it. ${reason}`);
  const image = `${repositoryUrl}:${source.version}`;
  await buildWithEngine(engine, { root, platform, image, args, labels: labelsOf(source), credentials, stop });
  const digest = await registry.findManifest(repository, source.version);
  if (digest === undefined) throw new UserError(`${engine.name} pushed ${image}, but the registry does not have it.`);
  return inRegistry(`${registry.host}/${repository}`, digest, engine.name);
}

/** https://github.com/opencontainers/image-spec/blob/main/annotations.md */
function labelsOf({ version, commit, source }: SourceVersion): Record<string, string> {
  return {
    'org.opencontainers.image.version': version,
    ...(commit !== null && { 'org.opencontainers.image.revision': commit }),
    ...(source !== null && { 'org.opencontainers.image.source': source }),
  };
}

function baseLabels(name: string, digest: string): Record<string, string> {
  return { 'org.opencontainers.image.base.name': name, 'org.opencontainers.image.base.digest': digest };
}

function platformOf(text: string): Platform {
  const [os = '', architecture = ''] = text.split('/');
  return { os, architecture };
}
