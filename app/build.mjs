// Bundles the app and its dependencies into dist/: server.js, profiles.js, migrate.js, their shared code, and the
// views. The image contains nothing else. server.js loads profiles.js only if profiles are on.
// Usage: node build.mjs [output folder] [file for esbuild's metafile]
import { chmod, cp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(process.argv[2] ?? join(here, 'dist'));
const metafilePath = process.argv[3];
const ofKoa = createRequire(createRequire(import.meta.url).resolve('koa'));

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: dirname(here),
  entryPoints: {
    server: join(here, 'server.ts'),
    profiles: join(here, 'profiles/feature.ts'),
    migrate: join(here, 'migrate.ts'),
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  platform: 'node',
  // Prefers the ES modules of a package to its CommonJS files, because esbuild can omit unused code only from ES modules.
  mainFields: ['module', 'main'],
  target: 'node20.9',
  format: 'esm',
  // Defines the variables that CommonJS packages expect, because ES modules do not have them.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url),__dirname=import.meta.dirname??require('node:path').dirname(require('node:url').fileURLToPath(import.meta.url));",
  },
  // All packages share one copy of mime-types. Otherwise the bundle would contain its table three times, and process
  // each copy at startup.
  alias: { 'mime-types': ofKoa.resolve('mime-types') },
  // Packages load these optional dependencies in a try block. If they were not external, the bundle would contain those
  // that are installed.
  external: ['chokidar', 'supports-color', 'pg-native'],
  // Makes the bundle smaller and faster to load. Names are kept, and lines stay short, so that stack traces are readable.
  minifyWhitespace: true,
  lineLimit: 120,
  legalComments: 'eof',
  metafile: true,
});
// With this file, Node 20 treats the files of the bundle as ES modules.
await writeFile(join(dist, 'package.json'), '{"type":"module"}\n');
await cp(join(here, 'views'), join(dist, 'views'), { recursive: true });
// The image's user must be able to read all files, even if the checkout or the umask allows only the owner to read them.
for (const name of ['.', ...(await readdir(dist, { recursive: true }))]) {
  const file = join(dist, name);
  await chmod(file, (await stat(file)).isDirectory() ? 0o755 : 0o644);
}
if (metafilePath) await writeFile(metafilePath, JSON.stringify(metafile));

const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(`${dist}: server.js, profiles.js and migrate.js (${(bytes / 1e6).toFixed(1)} MB), and views/`);
