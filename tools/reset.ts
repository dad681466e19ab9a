import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { createLocalCommand, readLocalArguments } from './local/local-command';
import { isHeld } from './local/local-database';
import { Refusal } from './shared/refusal';
import { runCommand } from './shared/run-command';

const command = createLocalCommand('npm run reset', 'Removes the local data of an environment.').parse();
const { root, database } = readLocalArguments(command).folders;

/** Removes what a local run has written, and nothing else that may lie in its folder. */
async function reset(): Promise<void> {
  if (!existsSync(database)) {
    console.log(`There are no local data in ${root}: nothing to remove.`);
    return;
  }
  if (await isHeld(database)) {
    throw new Refusal(`A local run holds the data in ${root}: stop it first (Ctrl-C where it runs).`);
  }
  await rm(database, { recursive: true });
  if ((await readdir(root)).length === 0) await rmdir(root);
  console.log(`Removed ${database} (the entries). The next start creates the table anew.`);
}

runCommand(reset);
