// Bundles the app into dist/: server.js with every dependency inside, and the views it reads. This is the whole image.
import { cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.argv[2] ?? join(here, 'dist');

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(here, 'server.ts')],
  outfile: join(dist, 'server.js'),
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  format: 'cjs',
  // Optional peers that their packages load in a try block: a watcher for templates and a native TLS library.
  external: ['chokidar', 'aws-crt', '@aws-sdk/signature-v4-crt'],
  legalComments: 'eof',
  metafile: true,
});
await cp(join(here, 'views'), join(dist, 'views'), { recursive: true });

const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(
  `${dist}: server.js ${(bytes / 1e6).toFixed(1)} MB from ${Object.keys(metafile.inputs).length} files, and views/`,
);
