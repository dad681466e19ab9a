import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createLayer } from '../tools/image/layer';
import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { buildBundle } from './running-app';

const maxMegabytes = 5;

/** Measures how many bytes the app adds to its base image: the size of the files, and the size of the compressed layer. */
export function benchImage(_options: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const folder = await buildBundle(cleanup);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const sizes = files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(path.join(file.parentPath, file.name))).size);
    const megabytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1e6;
    const { content } = await createLayer([{ source: folder, destination: '/app' }]);
    return [
      {
        what: 'bytes added to the base image',
        comparedWith: '-',
        goal: `under ${maxMegabytes} MB`,
        measured: `${megabytes.toFixed(2)} MB (${(content.length / 1e6).toFixed(2)} MB compressed)`,
        isMet: megabytes < maxMegabytes,
      },
    ];
  });
}
