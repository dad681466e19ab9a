import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Shell scripts that replace programs, because this machine may not have them. */
export interface Programs {
  /** The folder of the scripts. The variable FOLDER contains its path. */
  readonly folder: string;
  /** The environment variables with which a process finds the scripts first. */
  readonly environment: { readonly PATH: string; readonly FOLDER: string };
  remove(): void;
}

/** @param scripts the scripts by the names of the programs */
export function createPrograms(scripts: Readonly<Record<string, string>>): Programs {
  const folder = mkdtempSync(path.join(tmpdir(), 'programs-'));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const environment = { PATH: `${folder}${path.delimiter}${process.env.PATH}`, FOLDER: folder };
  return { folder, environment, remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * Returns a Session Manager plugin.
 * @param session the script that it runs when it joins a session
 */
export function sessionManagerPlugin(session: string, version = '1.2.650.0'): string {
  return `if [ "$1" = --version ]; then echo ${version}; exit; fi\n${session}`;
}
