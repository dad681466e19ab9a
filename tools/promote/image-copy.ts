import type { Descriptor, Manifest } from '../image/manifest';
import { type Destination, pushImage } from '../image/push-image';
import type { Registry } from '../image/registry/registry';

/** An image in a registry. */
export interface ImageSource {
  readonly registry: Registry;
  readonly repository: string;
  readonly digest: string;
}

/**
 * Copies an image from one repository to another, with the same digest. It copies all platforms of an index, and the
 * artifacts that refer to the image, such as an SBOM.
 * @returns the number of bytes sent
 */
export async function copyImage(from: ImageSource, to: Omit<Destination, 'onProgress'>): Promise<number> {
  const stored = await from.registry.getManifest(from.repository, from.digest);
  const document = JSON.parse(Buffer.from(stored.content).toString()) as Partial<Manifest> & {
    readonly manifests?: readonly Descriptor[];
  };
  let sent = 0;
  for (const { digest } of document.manifests ?? []) {
    sent += await copyImage({ ...from, digest }, { ...to, tag: digest });
  }
  const described = [...(document.layers ?? []), ...(document.config ? [document.config] : [])];
  const blobs = described.map((blob) => ({
    digest: blob.digest,
    read: () => from.registry.getBlob(from.repository, blob),
  }));
  sent += await pushImage({ manifest: stored, blobs }, to);
  for (const { digest } of await from.registry.listReferrers(from.repository, stored.digest)) {
    sent += await copyImage({ ...from, digest }, { ...to, tag: digest });
  }
  return sent;
}
