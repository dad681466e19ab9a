import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'fflate';
import { pack } from 'tar-stream';
import { digestOf } from './digest';

/** A local folder, and its path in the image. */
export interface CopiedFolder {
  readonly source: string;
  /** An absolute path in the image. */
  readonly destination: string;
}

/** A layer of an image. */
export interface Layer {
  /** The digest of the compressed layer, for registries. */
  readonly digest: string;
  /** The digest of the uncompressed layer, for the configuration of the image. */
  readonly diffId: string;
  readonly content: Uint8Array;
}

/**
 * Creates one layer from folders. Its digest depends on paths, contents and executable bits only: files belong to root,
 * are dated 1970 and are sorted by name. The output of fflate is the same on every processor; that of zlib is not.
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
  /** The path relative to the folder. */
  readonly name: string;
  readonly isExecutable: boolean;
}

/**
 * Returns the files below a folder, in an order that does not depend on the machine. @throws Error for links and
 * devices
 */
async function filesIn(folder: string): Promise<LayerFile[]> {
  const files: LayerFile[] = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const status = await lstat(path.join(folder, name));
    if (status.isFile()) files.push({ name, isExecutable: (status.mode & 0o100) !== 0 });
    else if (!status.isDirectory()) throw new Error(`${path.join(folder, name)} is neither a file nor a folder.`);
  }
  return files;
}
