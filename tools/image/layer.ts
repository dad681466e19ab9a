import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'fflate';
import { pack } from 'tar-stream';
import { digestOf } from './digest';

/** A folder on this machine, and its path in the image. */
export interface CopiedFolder {
  readonly source: string;
  /** The absolute path in the image. */
  readonly destination: string;
}

/** A layer of an image. */
export interface Layer {
  /** The digest of the compressed layer, which registries use. */
  readonly digest: string;
  /** The digest of the uncompressed layer, which the configuration of the image contains. */
  readonly diffId: string;
  readonly content: Uint8Array;
}

/**
 * Creates a layer that contains these folders.
 * Its digest depends only on paths, contents and executable bits: files belong to root, have the date 1970-01-01, and
 * are sorted by name. The layer is compressed with fflate, because the output of zlib depends on the processor.
 */
export async function createLayer(folders: readonly CopiedFolder[]): Promise<Layer> {
  const archive = pack();
  const bytes = buffer(archive);
  const written = new Set<string>(['']);
  const date = new Date(0);
  const owner = { uid: 0, gid: 0, mtime: date };

  function addFolder(folder: string): void {
    if (written.has(folder)) return;
    addFolder(folder.includes('/') ? path.posix.dirname(folder) : '');
    written.add(folder);
    archive.entry({ ...owner, name: `${folder}/`, type: 'directory', mode: 0o755 });
  }

  for (const { source, destination } of folders) {
    const root = destination.replace(/^\/+|\/+$/g, '');
    addFolder(root);
    for (const { name, isExecutable } of await filesIn(source)) {
      const file = path.join(source, name);
      const inImage = path.posix.join(root, name.split(path.sep).join('/'));
      addFolder(path.posix.dirname(inImage) === '.' ? '' : path.posix.dirname(inImage));
      archive.entry({ ...owner, name: inImage, mode: isExecutable ? 0o755 : 0o644 }, await readFile(file));
    }
  }
  archive.finalize();
  const uncompressed = await bytes;
  const content = gzipSync(uncompressed, { level: 6, mtime: 0 });
  return { digest: digestOf(content), diffId: digestOf(uncompressed), content };
}

interface LayerFile {
  /** The path of the file, relative to the folder. */
  readonly name: string;
  readonly isExecutable: boolean;
}

/**
 * Returns the files in a folder and its subfolders, in an order that does not depend on the machine.
 * @throws Error for a link or a device
 */
async function filesIn(folder: string): Promise<LayerFile[]> {
  const files: LayerFile[] = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const status = await lstat(path.join(folder, name));
    if (status.isFile()) files.push({ name, isExecutable: (status.mode & 0o100) !== 0 });
    else if (!status.isDirectory())
      throw new Error(`${path.join(folder, name)} is neither a file nor a folder, so the image cannot contain it.`);
  }
  return files;
}
