import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Shell scripts that replace programs, which may not be installed on the machine. */
export interface Programs {
  /** The folder of the scripts. They find its path in the environment variable FOLDER. */
  readonly folder: string;
  /** The environment variables with which a process finds these scripts before installed programs. */
  readonly environment: { readonly PATH: string; readonly FOLDER: string };
  remove(): void;
}

/**
 * Writes scripts into a temporary folder.
 * @param scripts the text of each script by the name of the program that it replaces
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
