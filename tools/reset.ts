import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { assertStoredData } from './local/data-folder';
import { createLocalCommand, readLocalArguments } from './local/local-command';
import { isHeld } from './local/local-dynamodb';
import { readStack } from './local/read-stack';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

const command = createLocalCommand('npm run reset', 'Removes the local data of an environment.').parse();
const { environment, folders: places } = readLocalArguments(command);
const { root, dynamodb, postgres, s3 } = places;

/**
 * Removes what a local run has written, and nothing else that may lie in its folder.
 * @throws UserError while a local run holds it; if this user cannot change or remove it; where there is nothing, and no such environment either
 */
async function reset(stop: AbortSignal): Promise<void> {
  await assertStoredData(places);
  const folders = [postgres, s3, dynamodb].filter((folder) => existsSync(folder));
  if (folders.length === 0) {
    // Data of an environment that is no more can be removed; a name that never was one is a mistake.
    await readStack(environment, stop);
    console.log(`There are no local data in ${root}: nothing to remove.`);
    return;
  }
  if (await isHeld(dynamodb)) {
    throw new UserError(`A local run holds the data in ${root}: stop it first (Ctrl-C where it runs).`);
  }
  for (const folder of folders) await remove(folder);
  // It may be a link, or in a folder of another user: the next start takes an empty one.
  if ((await readdir(root)).length === 0) await rmdir(root).catch(() => {});
  console.log(`Removed ${folders.join(', ')}. The next start begins anew.`);
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true }).catch(({ code, path: place = folder }: NodeJS.ErrnoException) => {
    throw new UserError(
      `${place} cannot be removed (${code}), so part of ${folder} is left. Remove what keeps it there, and run the command again.`,
    );
  });
}

runCommand(reset);
