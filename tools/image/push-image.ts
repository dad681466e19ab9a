import type { ImageContent } from './image-content';
import type { Registry } from './registry/registry';

/** Where to push an image, and a progress callback. */
export interface Destination {
  readonly registry: Registry;
  readonly repository: string;
  readonly tag: string;
  /** Called after each layer and after the configuration. @default progress is not reported */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Pushes the parts of an image that the repository lacks. The manifest comes last, so that an interrupted push leaves
 * no incomplete image.
 * @returns the number of bytes sent; 0 if the repository already contains the image
 */
export async function pushImage({ manifest, blobs }: ImageContent, destination: Destination): Promise<number> {
  const { registry, repository, tag, onProgress } = destination;
  if ((await registry.findManifest(repository, manifest.digest)) === manifest.digest) return 0;
  let sent = 0;
  for (const [index, { digest, read }] of blobs.entries()) {
    sent += await registry.putBlob(repository, digest, read);
    onProgress?.(index + 1, blobs.length);
  }
  // A tag never moves to another image. If the tag is taken, its image was made from the same commit with another base
  // image. Therefore, this image gets a tag that also contains its digest.
  const isTaken = tag !== manifest.digest && (await registry.findManifest(repository, tag)) !== undefined;
  await registry.putManifest(repository, isTaken ? `${tag}-${manifest.digest.slice(7, 19)}` : tag, manifest);
  return sent;
}
