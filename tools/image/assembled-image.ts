import type { BaseImage } from './base-image';
import { digestOf } from './digest';
import type { LastStage } from './last-stage';
import type { Layer } from './layer';
import { type Descriptor, type ImageConfig, type Manifest, mediaTypes } from './manifest';
import type { Registry, StoredManifest } from './registry';

/** An image that exists as a plan: every byte is known, and nothing has been sent. */
export interface AssembledImage {
  readonly manifest: StoredManifest;
  readonly config: ImageConfig;
  readonly base: BaseImage;
  readonly layer: Layer;
}

export interface AssembledImageProps {
  readonly base: BaseImage;
  readonly stage: LastStage;
  readonly layer: Layer;
  /** The labels of the image, beside those of the Dockerfile. */
  readonly labels: Readonly<Record<string, string>>;
  /** When the image's content was made: an ISO time that is the same on every machine, such as the time of the commit. */
  readonly created: string;
}

/** Puts a layer on a base. The digest depends on the arguments only. */
export function assembleImage({ base, stage, layer, labels, created }: AssembledImageProps): AssembledImage {
  const run = stage.configure(base.config.config ?? {});
  const config: ImageConfig = {
    ...base.config,
    created,
    config: { ...run, Labels: { ...run.Labels, ...labels } },
    rootfs: { type: 'layers', diff_ids: [...base.config.rootfs.diff_ids, layer.diffId] },
    history: [...(base.config.history ?? []), { created, created_by: 'COPY app/dist' }],
  };
  const types = formatOf(base.manifest);
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: describe(types.config, bytesOf(config)),
    layers: [...base.manifest.layers, { ...describe(types.layer, layer.content), digest: layer.digest }],
  };
  const content = bytesOf(manifest);
  return { base, layer, config, manifest: { mediaType: types.manifest, digest: digestOf(content), content } };
}

/** The destination of an image, and a callback for the progress. */
export interface Destination {
  readonly registry: Registry;
  readonly repository: string;
  readonly tag: string;
  /** Called after each layer. @default nothing is reported */
  readonly onProgress?: (done: number, layers: number) => void;
}

/**
 * Sends what the repository lacks, and the manifest last, so that an interrupted push leaves no broken image.
 * @returns the bytes that were sent; 0 if the repository has the image
 */
export async function pushImage(image: AssembledImage, destination: Destination): Promise<number> {
  const { registry, repository, tag, onProgress } = destination;
  const { digest } = image.manifest;
  if ((await registry.findManifest(repository, digest)) === digest) return 0;
  const { base } = image;
  let sent = 0;
  for (const [index, layer] of base.manifest.layers.entries()) {
    sent += await registry.putBlob(repository, layer.digest, () => base.registry.getBlob(base.repository, layer));
    onProgress?.(index + 1, base.manifest.layers.length + 1);
  }
  sent += await registry.putBlob(repository, image.layer.digest, async () => image.layer.content);
  const config = bytesOf(image.config);
  sent += await registry.putBlob(repository, digestOf(config), async () => config);
  onProgress?.(base.manifest.layers.length + 1, base.manifest.layers.length + 1);
  await storeManifest(registry, repository, tag, image.manifest);
  return sent;
}

/**
 * Copies an image between repositories, with every platform of an index. Its digest stays the same.
 * @returns the bytes that were sent
 */
export async function copyImage(
  from: { readonly registry: Registry; readonly repository: string; readonly digest: string },
  to: Pick<Destination, 'registry' | 'repository' | 'tag'>,
): Promise<number> {
  const stored = await from.registry.getManifest(from.repository, from.digest);
  const document = JSON.parse(Buffer.from(stored.content).toString()) as Partial<Manifest> & {
    readonly manifests?: readonly Descriptor[];
  };
  let sent = 0;
  for (const { digest } of document.manifests ?? [])
    sent += await copyImage({ ...from, digest }, { ...to, tag: digest });
  for (const blob of [...(document.layers ?? []), ...(document.config ? [document.config] : [])]) {
    sent += await to.registry.putBlob(to.repository, blob.digest, () => from.registry.getBlob(from.repository, blob));
  }
  if ((await to.registry.findManifest(to.repository, stored.digest)) !== stored.digest) {
    await storeManifest(to.registry, to.repository, to.tag, stored);
  }
  return sent;
}

/** Tags never move. If the tag names another image (the same commit on another base), this one gets a tag of its own. */
async function storeManifest(
  registry: Registry,
  repository: string,
  tag: string,
  manifest: StoredManifest,
): Promise<void> {
  const isTaken = tag !== manifest.digest && (await registry.findManifest(repository, tag)) !== undefined;
  await registry.putManifest(repository, isTaken ? `${tag}-${manifest.digest.slice(7, 19)}` : tag, manifest);
}

function formatOf({ mediaType }: Manifest) {
  return mediaType === mediaTypes.docker.manifest ? mediaTypes.docker : mediaTypes.oci;
}

function describe(mediaType: string, content: Uint8Array): Descriptor {
  return { mediaType, digest: digestOf(content), size: content.length };
}

function bytesOf(document: object): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}
