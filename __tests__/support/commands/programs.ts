import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Shell scripts that replace programs, so that the programs need not be installed. */
export interface Programs {
  /** The folder of the scripts. In the scripts, the environment variable FOLDER contains its path. */
  readonly folder: string;
  /** The environment variables of a process that is to run these scripts instead of the installed programs. */
  readonly environment: { readonly PATH: string; readonly FOLDER: string };
  remove(): void;
}

/**
 * Writes scripts into a temporary folder.
 * @param scripts the source of each script by the name of the program that it replaces
 */
export function createPrograms(scripts: Readonly<Record<string, string>>): Programs {
  const folder = mkdtempSync(path.join(tmpdir(), 'programs-'));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const environment = { PATH: `${folder}${path.delimiter}${process.env.PATH}`, FOLDER: folder };
  return { folder, environment, remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * Returns the script of a fake Session Manager plugin.
 * @param session the commands that the plugin runs when it joins a session
 * @param version the output of `--version`
 */
export function sessionManagerPlugin(session: string, version = '1.2.650.0'): string {
  return `if [ "$1" = --version ]; then echo ${version}; exit; fi\n${session}`;
}
