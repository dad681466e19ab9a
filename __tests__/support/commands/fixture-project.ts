import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesized } from '../stacks/synthesized';
import { mainThatWrites } from './local-stack';
import { installUntypedTsx } from './untyped-project';

const repository = path.resolve(__dirname, '../../..');
let document: object | undefined;

/**
 * A project in a temporary folder, so that tests do not use the state or the output of a real deployment. Its `main.ts` writes prepared
 * JSON of the fixture, which takes a third of the time of a real synthesis.
 */
export interface FixtureProject {
  readonly folder: string;
  /** The path of a file that contains the stack's JSON. It exists even if no synthesis has run. */
  readonly stack: string;
  remove(): void;
}

/**
 * Creates a project.
 * @param names the files and folders of this repository to link into the project. Its `main.ts` may contain types only if `node_modules` is
 * linked
 */
export function createFixtureProject(...names: readonly string[]): FixtureProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'fixture-project-'));
  for (const name of names) {
    symlinkSync(path.join(repository, name), path.join(folder, name));
  }
  if (!names.includes('node_modules')) installUntypedTsx(folder);
  // All projects of a suite share this JSON, because it does not depend on the folder.
  document ??= synthesized();
  const stack = path.join(folder, 'fixture.json');
  writeFileSync(stack, JSON.stringify(document));
  writeFileSync(path.join(folder, 'main.ts'), mainThatWrites(document));
  return { folder, stack, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
