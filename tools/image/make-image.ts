import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../console/steps';
import { UserError } from '../shared/user-error';
import { assembleImage } from './assemble-image';
import type { BaseImageProps } from './base-image';
import { withBundle } from './bundle';
import { buildArchive, type Engine, findEngine } from './container-engine';
import { NeedsEngine } from './dockerfile/needs-engine';
import { readImageArchive } from './image-archive';
import type { ImageContent } from './image-content';
import { imageLabels } from './image-labels';
import { createLayer } from './layer';
import { parsePlatform } from './manifest';
import { type Assembly, planAssembly } from './plan-assembly';
import { createSbom } from './sbom';
import type { SourceVersion } from './source-version';

export interface MakeImageProps {
  /** The folder of the source, with the Dockerfile. */
  readonly root: string;
  readonly source: SourceVersion;
  /** The repository of the image, with its registry: `<registry>/<repository>`. */
  readonly repositoryUrl: string;
  /** The credentials for one registry. They are used if the base image is in that registry. */
  readonly login?: BaseImageProps['login'];
  /** The platform of the image, such as `linux/arm64`. */
  readonly platform: string;
  /** A base image that replaces the one in the Dockerfile. @default the base image in the Dockerfile */
  readonly nodeImage?: string | undefined;
  readonly report: Report;
  readonly stop: AbortSignal;
}

/** An image that was created on this machine. */
export interface MadeImage {
  readonly content: ImageContent;
  readonly method: 'assembled' | Engine['name'];
  /** The software bill of materials (SBOM) in CycloneDX format; undefined for an image that a container engine has built. */
  readonly sbom?: object;
}

/**
 * Assembles an image or, if the Dockerfile needs a container engine, builds it with the engine.
 * @throws UserError if no engine works
 */
export async function makeImage(props: MakeImageProps): Promise<MadeImage> {
  const { root, source, platform, nodeImage, report } = props;
  const args = { APP_VERSION: source.version, ...(nodeImage !== undefined && { NODE_IMAGE: nodeImage }) };
  report('reading the Dockerfile and its base image');
  const assembly = await planAssembly(root, args, { ...props, platform: parsePlatform(platform) });
  if (assembly instanceof NeedsEngine) return build(props, args, assembly.reason);
  report('bundling the app');
  return assemble(props, assembly);
}

function assemble({ root, source, repositoryUrl, stop }: MakeImageProps, assembly: Assembly): Promise<MadeImage> {
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
  { root, source, repositoryUrl, platform, report, stop }: MakeImageProps,
  args: Readonly<Record<string, string>>,
  reason: string,
): Promise<MadeImage> {
  const engine = await findEngine(stop);
  if (!engine) {
    throw new UserError(
      `This Dockerfile needs a container engine. ${reason} Neither docker nor podman nor buildah works on this machine. Install or start one of them, or change the last stage of the Dockerfile so that it only copies the bundle and sets the configuration.`,
    );
  }
  report(`building with ${engine.name}, because the Dockerfile needs a container engine. ${reason}`);
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
