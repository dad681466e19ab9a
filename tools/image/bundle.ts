import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProcess } from '../shared/run-process';
import { UserError } from '../shared/user-error';

/** The output folder of the build, which the Dockerfile copies. Relative to the root of the source. */
export const bundleFolder = 'app/dist';

/** The app's bundle, in a temporary folder. */
export interface Bundle {
  readonly folder: string;
  /** The folders of the npm packages whose code the bundle contains, such as `node_modules/koa`. */
  readonly packages: readonly string[];
}

/**
 * Bundles the app as the build stage of the Dockerfile does, runs `work`, and removes the bundle.
 * @throws UserError with esbuild's message if the app cannot be bundled
 */
export async function withBundle<T>(root: string, stop: AbortSignal, work: (bundle: Bundle) => Promise<T>): Promise<T> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'bundle-'));
  try {
    const folder = path.join(temporary, 'dist');
    const metafile = path.join(temporary, 'metafile.json');
    const script = path.join(root, 'app', 'build.mjs');
    const { exitCode, stderr } = await runProcess(process.execPath, [script, folder, metafile], { stop });
    if (exitCode !== 0) throw new UserError(`The app could not be bundled:\n${stderr.trim()}`);
    const { inputs } = JSON.parse(await readFile(metafile, 'utf8')) as { inputs: Readonly<Record<string, unknown>> };
    const packages = Object.keys(inputs).flatMap(
      (input) => /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
    );
    return await work({ folder, packages: [...new Set(packages)].sort() });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
