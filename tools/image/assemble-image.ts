import type { BaseImage } from './base-image';
import { blobOf, bytesOf, descriptorOf, type ImageContent, storedManifest } from './image-content';
import type { Layer } from './layer';
import { type ImageConfig, type Manifest, mediaTypes, type RunConfig } from './manifest';

export interface AssembleImageProps {
  readonly base: BaseImage;
  /** How to run the image: its command, environment variables, user and ports. */
  readonly run: RunConfig;
  readonly layer: Layer;
  /** The labels of the image, in addition to those of the Dockerfile. */
  readonly labels: Readonly<Record<string, string>>;
  /** The creation date of the image as an ISO timestamp. It must be the same on every machine, so that the digest is the same. */
  readonly created: string;
}

/** Creates an image from a base image and a layer. The digest of the image depends only on the arguments. */
export function assembleImage({ base, run, layer, labels, created }: AssembleImageProps): ImageContent {
  const config: ImageConfig = {
    ...base.config,
    created,
    config: { ...run, Labels: { ...run.Labels, ...labels } },
    rootfs: { type: 'layers', diff_ids: [...base.config.rootfs.diff_ids, layer.diffId] },
    history: [...(base.config.history ?? []), { created, created_by: 'COPY app/dist' }],
  };
  const types = base.manifest.mediaType === mediaTypes.docker.manifest ? mediaTypes.docker : mediaTypes.oci;
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptorOf(types.config, bytesOf(config)),
    layers: [...base.manifest.layers, descriptorOf(types.layer, layer.content)],
  };
  const baseBlobs = base.manifest.layers.map((descriptor) => ({
    digest: descriptor.digest,
    read: () => base.registry.getBlob(base.repository, descriptor),
  }));
  return {
    manifest: storedManifest(manifest),
    blobs: [...baseBlobs, blobOf(layer.content), blobOf(bytesOf(config))],
  };
}
