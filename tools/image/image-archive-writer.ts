import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { bytesOf, type ImageContent } from './image-content';
import type { Manifest } from './manifest';

/**
 * Writes an image to a file in the format of `docker save`, which `docker load` and scanners can read. The layers stay
 * compressed.
 * @param name the name of the image after `docker load`, such as `app:1`
 */
export async function writeImageArchive({ manifest, blobs }: ImageContent, file: string, name: string): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(file));
  const add = (path: string, content: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      archive.entry({ name: path, mode: 0o644, mtime: new Date(0) }, Buffer.from(content), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  for (const { digest, read } of blobs) await add(pathOf(digest), await read());
  const { config, layers } = JSON.parse(Buffer.from(manifest.content).toString()) as Manifest;
  const entry = { Config: pathOf(config.digest), RepoTags: [name], Layers: layers.map(({ digest }) => pathOf(digest)) };
  await add('manifest.json', bytesOf([entry]));
  archive.finalize();
  await written;
}

function pathOf(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
