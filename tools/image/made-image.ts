import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../console/steps';
import { UserError } from '../shared/user-error';
import { assembleImage } from './assembled-image';
import { type Assembly, planAssembly } from './assembly';
import type { BaseImageProps } from './base-image';
import { withBundle } from './bundle';
import { buildArchive, type Engine, findEngine } from './container-engine';
import { NeedsEngine } from './dockerfile/needs-engine';
import { readImageArchive } from './image-archive';
import type { ImageContent } from './image-content';
import { imageLabels } from './image-labels';
import { createLayer } from './layer';
import { parsePlatform } from './manifest';
import { createSbom } from './sbom';
import type { SourceVersion } from './source-version';

export interface MadeImageProps {
  /** The repository of the source, where the Dockerfile is. */
  readonly root: string;
  readonly source: SourceVersion;
  /** The repository of the image: `<registry>/<repository>`. */
  readonly repositoryUrl: string;
  /** The credentials for the registry of the base. */
  readonly login?: BaseImageProps['login'];
  /** `linux/arm64`, `linux/amd64`. */
  readonly platform: string;
  /** A base that replaces the one in the Dockerfile. @default the Dockerfile's */
  readonly nodeImage?: string | undefined;
  readonly report: Report;
  readonly stop: AbortSignal;
}

/** An image that was created on this machine. */
export interface MadeImage {
  readonly content: ImageContent;
  readonly method: 'assembled' | Engine['name'];
  /** The contents of an assembled image, as CycloneDX. */
  readonly sbom?: object;
}

/**
 * Assembles an image, or builds it with an engine if the Dockerfile needs one. @throws UserError if neither is possible
 */
export async function makeImage(props: MadeImageProps): Promise<MadeImage> {
  const { root, source, platform, nodeImage, report } = props;
  const args = { APP_VERSION: source.version, ...(nodeImage !== undefined && { NODE_IMAGE: nodeImage }) };
  report('reading the Dockerfile and its base');
  const assembly = await planAssembly(root, args, { ...props, platform: parsePlatform(platform) });
  if (assembly instanceof NeedsEngine) return build(props, args, assembly.reason);
  report('bundling the app');
  return assemble(props, assembly);
}

function assemble({ root, source, repositoryUrl, stop }: MadeImageProps, assembly: Assembly): Promise<MadeImage> {
  return withBundle(root, stop, async ({ folder, packages }) => {
    const { name, base, run, destinations } = assembly;
    const layer = await createLayer(destinations.map((destination) => ({ source: folder, destination })));
    const labels = imageLabels(source, { name, digest: base.digest });
    const content = assembleImage({ base, run, layer, labels, created: source.created });
    const image = { repository: repositoryUrl, digest: content.manifest.digest, version: source.version };
    const sbom = await createSbom({ root, packages, base: { name, digest: base.digest }, image });
    return { content, method: 'assembled', sbom };
  });
}

async function build(
  { root, source, repositoryUrl, platform, report, stop }: MadeImageProps,
  args: Readonly<Record<string, string>>,
  reason: string,
): Promise<MadeImage> {
  const engine = await findEngine(stop);
  if (!engine) {
    throw new UserError(
      `This Dockerfile needs a container engine. ${reason} Neither docker nor podman nor buildah works on this machine. Start one, or change the last stage so that it only copies files and sets the configuration.`,
    );
  }
  report(`building with ${engine.name}, because the Dockerfile needs an engine. ${reason}`);
  const image = `${repositoryUrl}:${source.version}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'image-'));
  try {
    const archive = path.join(folder, 'image.tar');
    await buildArchive(engine, { root, platform, image, args, labels: imageLabels(source), archive, stop });
    report('compressing the layers');
    return { content: await readImageArchive(archive), method: engine.name };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
