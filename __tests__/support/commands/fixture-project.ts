import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesized } from '../stacks/synthesized';
import { mainThatWrites } from './local-stack';
import { installUntypedTsx } from './untyped-project';

const repository = path.resolve(__dirname, '../../..');
let document: object | undefined;

/**
 * A project in a temporary folder, so that tests do not use the state or the output of a real deployment. Its `main.ts` writes the JSON of
 * the fixture in a third of the time of a real synthesis.
 */
export interface FixtureProject {
  readonly folder: string;
  /** The path of a file with the stack's JSON, which exists before any synthesis. */
  readonly stack: string;
  remove(): void;
}

/**
 * Creates a project.
 * @param names files and folders of this repository that the project links to. If `node_modules` is one of them, the project's `main.ts`
 * may contain types
 */
export function createFixtureProject(...names: readonly string[]): FixtureProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'fixture-project-'));
  for (const name of names) {
    symlinkSync(path.join(repository, name), path.join(folder, name));
  }
  if (!names.includes('node_modules')) installUntypedTsx(folder);
  // Synthesized once for all projects of a suite, because the JSON does not depend on the folder.
  document ??= synthesized();
  const stack = path.join(folder, 'fixture.json');
  writeFileSync(stack, JSON.stringify(document));
  writeFileSync(path.join(folder, 'main.ts'), mainThatWrites(document));
  return { folder, stack, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
