import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Bundling from '../../../tools/image/bundle';

export const { bundleFolder }: typeof Bundling = jest.requireActual('../../../tools/image/bundle');

/**
 * Replaces `tools/image/bundle` in suites that run many commands in the process of the test. It creates the same files as the
 * `app/build.mjs` of a `DeployableProject`, but without starting node.
 */
export const withBundle: typeof Bundling.withBundle = async (root, stop, work) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
  try {
    await copyFile(path.join(root, 'app/server.ts'), path.join(folder, 'server.js'));
    stop.throwIfAborted();
    return await work({ folder, packages: [] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
