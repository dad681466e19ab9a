import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shipped } from '../stacks/fixture-bootstrap';

const repository = path.resolve(__dirname, '../../..');
const copied = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'cdktf.json',
  'main.ts',
  'tools/ensure-installed.js',
  'tools/ensure-installed',
];

/** A project with the `main.ts` and the stacks of this repository, but with its own environments. It has none until `list` is called. */
export interface SourceProject {
  readonly folder: string;
  /** Writes `environments/` with these environments and the shipped bootstrap. */
  list(...environments: readonly object[]): void;
  remove(): void;
}

/** Creates a project. Its `stacks/` contains symbolic links, because tsx would have to compile copies again. */
export function createSourceProject(): SourceProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-project-'));
  for (const name of copied) cpSync(path.join(repository, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  for (const name of ['environments', 'stacks']) mkdirSync(path.join(folder, name));
  for (const name of readdirSync(path.join(repository, 'stacks'))) {
    symlinkSync(path.join(repository, 'stacks', name), path.join(folder, 'stacks', name));
  }
  return {
    folder,
    list: (...environments) => {
      const write = (file: string, name: string, value: object) =>
        writeFileSync(path.join(folder, 'environments', file), `export const ${name} = ${JSON.stringify(value)};`);
      write('index.ts', 'environments', environments);
      write('bootstrap.ts', 'bootstrap', shipped);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
