import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Shell scripts in place of programs that this machine may lack. */
export interface Programs {
  /** The folder of the scripts. They also find it in FOLDER. */
  readonly folder: string;
  /** The variables with which a process finds the scripts before anything else. */
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
 * A Session Manager plugin.
 * @param session what it does when it joins a session, as a script
 */
export function sessionManagerPlugin(session: string, version = '1.2.650.0'): string {
  return `if [ "$1" = --version ]; then echo ${version}; exit; fi\n${session}`;
}
