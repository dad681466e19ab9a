import { createReadStream } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { UserError } from '../shared/user-error';
import { blobOf, descriptorOf, type ImageContent, storedManifest } from './image-content';
import { type Manifest, mediaTypes } from './manifest';

/** An image in `manifest.json`: the names of its files in the archive. */
interface ArchiveManifest {
  readonly Config: string;
  readonly Layers: readonly string[];
}

/**
 * Reads an image from a file in the format of `docker save` (`docker-archive` in podman and buildah). Compresses the
 * layers in memory.
 * @throws UserError if the archive contains no image, or lacks one of its files
 */
export async function readImageArchive(file: string): Promise<ImageContent> {
  const links = new Map<string, string>();
  let manifestJson = '';
  await forEachEntry(file, async (name, entry, link) => {
    if (link !== undefined) links.set(name, link);
    if (name === 'manifest.json') manifestJson = (await buffer(entry)).toString();
  });
  const [image] = JSON.parse(manifestJson || '[]') as readonly ArchiveManifest[];
  if (!image)
    throw new UserError(
      'The container engine exported an archive without an image. Run the command again, or use another container engine.',
    );
  const resolve = (name: string): string => links.get(name) ?? name;

  const contents = new Map<string, Uint8Array>();
  const layers = new Set(image.Layers.map(resolve));
  await forEachEntry(file, async (name, entry) => {
    if (name === image.Config) contents.set(name, await buffer(entry));
    else if (layers.has(name)) contents.set(name, await compressed(entry));
  });
  const content = (name: string): Uint8Array => {
    const found = contents.get(resolve(name));
    if (!found)
      throw new UserError(
        `The container engine exported an archive without ${name}. Run the command again, or use another container engine.`,
      );
    return found;
  };
  const { docker } = mediaTypes;
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: docker.manifest,
    config: descriptorOf(docker.config, content(image.Config)),
    layers: image.Layers.map((name) => descriptorOf(docker.layer, content(name))),
  };
  return {
    manifest: storedManifest(manifest),
    blobs: [...image.Layers, image.Config].map((name) => blobOf(content(name))),
  };
}

type Visit = (name: string, content: AsyncIterable<Buffer>, link: string | undefined) => Promise<void>;

/** Calls `visit` for each entry of the archive. Content that `visit` does not read is skipped. */
async function forEachEntry(file: string, visit: Visit): Promise<void> {
  const archive = extract();
  const reading = pipeline(createReadStream(file), archive);
  for await (const entry of archive) {
    const { name, type, linkname } = entry.header;
    // Docker writes a layer that occurs twice as a symbolic link. The target of a symbolic link is relative to the
    // folder of the link; the target of a hard link is a path in the archive.
    const folder = type === 'symlink' ? path.posix.dirname(name) : '';
    await visit(name, entry as AsyncIterable<Buffer>, linkname ? path.posix.join(folder, linkname) : undefined);
    entry.resume();
  }
  await reading;
}

/** Returns a layer compressed with gzip. Some engines export compressed layers; these are returned unchanged. */
async function compressed(layer: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks = layer[Symbol.asyncIterator]();
  const first = await chunks.next();
  async function* all(): AsyncGenerator<Buffer> {
    for (let next = first; !next.done; next = await chunks.next()) yield next.value;
  }
  const isCompressed = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
  return isCompressed ? buffer(all()) : pipeline(all, createGzip(), (gzip) => buffer(gzip));
}
