import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { assertDataFolders } from '../../../tools/local/data-folder';
import type { LocalFolders } from '../../../tools/local/local-command';

let data: string;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'data-folder-'));
});

afterEach(() => rmSync(data, { recursive: true }));

function folders(root = path.join(data, 'dev')): LocalFolders {
  const at = (name: string) => path.join(root, name);
  return { root, dynamodb: at('dynamodb'), postgres: at('postgres'), s3: at('s3'), reset: 'npm run reset' };
}

describe('assertDataFolders', () => {
  it('accepts folders that do not exist yet', async () => {
    await assertDataFolders(folders(path.join(data, 'new', 'dev')));
  });

  it.each(['dev', 'dev/dynamodb', 'dev/postgres', 'dev/postgres/data', 'dev/s3'])(
    'rejects the file %s where a folder is needed, and does not suggest deleting data',
    async (name) => {
      mkdirSync(path.dirname(path.join(data, name)), { recursive: true });
      writeFileSync(path.join(data, name), '');
      await expect(assertDataFolders(folders())).rejects.toThrow(
        new RegExp(
          `^${path.join(data, name)} is a file, but local data needs a folder with that name\\. Move the file away`,
        ),
      );
    },
  );

  it('rejects a data folder whose parent is a file', async () => {
    writeFileSync(path.join(data, 'file'), '');
    await expect(assertDataFolders(folders(path.join(data, 'file', 'dev')))).rejects.toThrow(
      `${path.join(data, 'file')} is a file`,
    );
  });

  it.each(['', 'dev', 'dev/dynamodb'])('rejects a broken link in place of data/%s', async (name) => {
    const link = path.join(data, 'data', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(data, 'unplugged'), link);
    await expect(assertDataFolders(folders(path.join(data, 'data/dev')))).rejects.toThrow(
      `${link} is a symbolic link to ${path.join(data, 'unplugged')}, which does not exist. Create the folder ${path.join(data, 'unplugged')}, delete the link, or`,
    );
  });

  it('rejects a folder that is a link to itself', async () => {
    symlinkSync('dev', path.join(data, 'dev'));
    await expect(assertDataFolders(folders())).rejects.toThrow('is a symbolic link to dev, which does not exist');
  });

  it('rejects a disk without enough free space', async () => {
    await expect(assertDataFolders(folders(), async () => 3.7)).rejects.toThrow(
      `Only 3 MiB are free on the disk of ${data}, but local data needs 64 MiB. Free some space, or`,
    );
  });
});

/** Folders and files to which the user of these tests cannot write: description, path and mode. */
const unwritable = [
  ['the folder of an environment', 'dev', 0o555],
  ['the folder of a store', 'dev/dynamodb', 0o555],
  ['a file of a store', 'dev/dynamodb/LOCK', 0o444],
  ['a folder of PostgreSQL', 'dev/postgres/data/base', 0o555],
  ['a file of PostgreSQL', 'dev/postgres/data/base/1', 0o444],
] as const;

/**
 * The superuser can write everywhere, so the checks run as another user. All checks run in one process, because starting a
 * process takes most of the time.
 */
describe('assertDataFolders for a user with limited write permission', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'data-folders-'));
  const at = (check: string, name = 'dev') => path.join(home, check.replaceAll(' ', '-'), name);
  let said: Readonly<Record<string, string>>;

  beforeAll(async () => {
    chmodSync(home, 0o755);
    for (const [what, name, mode] of unwritable) {
      for (const folder of ['', 'dev', 'dev/dynamodb', 'dev/postgres', 'dev/postgres/data', 'dev/postgres/data/base']) {
        make(at(what, folder), 0o777);
      }
      for (const file of ['dev/dynamodb/LOCK', 'dev/postgres/data/base/1']) {
        writeFileSync(at(what, file), '');
        chmodSync(at(what, file), 0o666);
      }
      chmodSync(at(what, name), mode);
    }
    make(at('above', ''), 0o555);
    make(at('beside', ''), 0o755);
    make(at('beside'), 0o777);
    chmodSync(at('beside', ''), 0o555);
    const tests = [...unwritable.map(([what]) => what), 'above', 'beside'];
    const messages = await assertAsNobody(tests.map((test) => folders(at(test))));
    said = Object.fromEntries(tests.map((test, index) => [test, messages[index] ?? '']));
  });

  afterAll(() => {
    for (const [what, name] of unwritable) chmodSync(at(what, name), 0o777);
    for (const test of ['above', 'beside']) chmodSync(at(test, ''), 0o777);
    rmSync(home, { recursive: true });
  });

  it.each(unwritable)('rejects %s that this user cannot write to', (what, name) => {
    expect(said[what]).toMatch(
      new RegExp(
        `^${at(what, name)} cannot be used \\(EACCES\\), because this user is not allowed to .* npm start -- --data <folder>\\.$`,
      ),
    );
  });

  it('suggests creating a folder whose parent is not writable, instead of changing the owner of the parent', () => {
    expect(said.above).toContain(
      `${at('above')} cannot be created in ${at('above', '')} (EACCES). Create it as your own folder,`,
    );
    expect(said.above).not.toContain('chown');
  });

  it('accepts a folder of this user in a folder of another user', () => {
    expect(said.beside).toBe('accepted');
  });
});

function make(folder: string, mode: number): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, mode);
}

/**
 * Checks folders as a user who is not the superuser: as the user of the tests, or as `nobody`.
 * @returns "accepted" or the error message for each of the given folders
 */
async function assertAsNobody(given: readonly LocalFolders[]): Promise<readonly string[]> {
  const code = `
    const { assertDataFolders } = require(${JSON.stringify(path.resolve(__dirname, '../../../tools/local/data-folder.ts'))});
    if (process.getuid() === 0) process.setuid(65534);
    const check = (folders) => assertDataFolders(folders).then(() => 'accepted', ({ message }) => message);
    Promise.all(${JSON.stringify(given)}.map(check)).then((results) => console.log(JSON.stringify(results)));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '--eval', code]);
  return JSON.parse(stdout);
}
