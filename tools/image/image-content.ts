import { digestOf } from './digest';
import type { Descriptor } from './manifest';
import type { StoredManifest } from './registry/registry';

/** A layer or a configuration. */
export interface Blob {
  readonly digest: string;
  /** Reads the content, from memory or from another registry. */
  read(): Promise<Uint8Array>;
}

/** An image whose digest is known, before it is pushed. */
export interface ImageContent {
  readonly manifest: StoredManifest;
  readonly blobs: readonly Blob[];
}

/** Serializes a manifest or another JSON document of an image, as it is stored. */
export function bytesOf(document: object): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}

/** Returns a blob in memory. */
export function blobOf(content: Uint8Array): Blob {
  return { digest: digestOf(content), read: async () => content };
}

/** Returns the descriptor of content in a manifest. */
export function descriptorOf(mediaType: string, content: Uint8Array): Descriptor {
  return { mediaType, digest: digestOf(content), size: content.length };
}

/** Returns a serialized manifest. */
export function storedManifest(manifest: { readonly mediaType: string }): StoredManifest {
  const content = bytesOf(manifest);
  return { mediaType: manifest.mediaType, digest: digestOf(content), content };
}
