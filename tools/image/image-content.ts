import { digestOf } from './digest';
import type { Descriptor } from './manifest';
import type { StoredManifest } from './registry/registry';

/** A layer or the configuration of an image. */
export interface Blob {
  readonly digest: string;
  /** Reads the content from memory, or from another registry. */
  read(): Promise<Uint8Array>;
}

/** An image whose digest is known before it is pushed. */
export interface ImageContent {
  readonly manifest: StoredManifest;
  readonly blobs: readonly Blob[];
}

/** Serializes a manifest, or another JSON document of an image, to the bytes that a registry stores. */
export function bytesOf(document: object): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}

/** Returns a blob whose content is in memory. */
export function blobOf(content: Uint8Array): Blob {
  return { digest: digestOf(content), read: async () => content };
}

/** Returns the descriptor of this content: its media type, digest and size. */
export function descriptorOf(mediaType: string, content: Uint8Array): Descriptor {
  return { mediaType, digest: digestOf(content), size: content.length };
}

/** Serializes a manifest, and returns it with its digest. */
export function storedManifest(manifest: { readonly mediaType: string }): StoredManifest {
  const content = bytesOf(manifest);
  return { mediaType: manifest.mediaType, digest: digestOf(content), content };
}
