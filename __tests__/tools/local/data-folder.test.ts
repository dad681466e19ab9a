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
    'refuses the file %s in place of a folder, and does not advise to delete data',
    async (name) => {
      mkdirSync(path.dirname(path.join(data, name)), { recursive: true });
      writeFileSync(path.join(data, name), '');
      await expect(assertDataFolders(folders())).rejects.toThrow(
        new RegExp(
          `^${path.join(data, name)} is a file, and local data need a folder of that name\\. Move the file away`,
        ),
      );
    },
  );

  it('refuses a file above the folders', async () => {
    writeFileSync(path.join(data, 'file'), '');
    await expect(assertDataFolders(folders(path.join(data, 'file', 'dev')))).rejects.toThrow(
      `${path.join(data, 'file')} is a file`,
    );
  });

  it.each(['', 'dev', 'dev/dynamodb'])('refuses a link to nothing in place of data/%s', async (name) => {
    const link = path.join(data, 'data', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(data, 'unplugged'), link);
    await expect(assertDataFolders(folders(path.join(data, 'data/dev')))).rejects.toThrow(
      `${link} is a symbolic link to ${path.join(data, 'unplugged')}, which does not exist. Make that folder, remove the link, or`,
    );
  });

  it('refuses a link to itself', async () => {
    symlinkSync('dev', path.join(data, 'dev'));
    await expect(assertDataFolders(folders())).rejects.toThrow('is a symbolic link to dev, which does not exist');
  });

  it('refuses a full disk', async () => {
    await expect(assertDataFolders(folders(), async () => 3.7)).rejects.toThrow(
      `Only 3 MiB are free on the disk of ${data}, and local data need 64. Free some space, or`,
    );
  });

  // The superuser may write everywhere, so the check runs as somebody else.
  it.each([
    ['the folder of an environment', 'dev', 0o555],
    ['the folder of a store', 'dev/dynamodb', 0o555],
    ['a file of a store', 'dev/dynamodb/LOCK', 0o444],
    ['a folder of PostgreSQL', 'dev/postgres/data/base', 0o555],
    ['a file of PostgreSQL', 'dev/postgres/data/base/1', 0o444],
  ])('refuses %s that this user may not write', async (_what, name, mode) => {
    const tree = ['', 'dev', 'dev/dynamodb', 'dev/postgres', 'dev/postgres/data', 'dev/postgres/data/base'];
    for (const folder of tree) {
      mkdirSync(path.join(data, folder), { recursive: true });
      chmodSync(path.join(data, folder), 0o777);
    }
    for (const file of ['dev/dynamodb/LOCK', 'dev/postgres/data/base/1']) {
      writeFileSync(path.join(data, file), '');
      chmodSync(path.join(data, file), 0o666);
    }
    chmodSync(path.join(data, name), mode);
    await expect(assertAsNobody(folders())).resolves.toMatch(
      new RegExp(
        `^${path.join(data, name)} cannot be used \\(EACCES\\)\\. This user may not .* npm start -- --data <folder>\\.\n$`,
      ),
    );
    chmodSync(path.join(data, name), 0o777);
  });

  it('does not advise to take over the folder above, in which a folder cannot be made', async () => {
    chmodSync(data, 0o555);
    const root = path.join(data, 'dev');
    const said = await assertAsNobody(folders());
    expect(said).toContain(`${root} cannot be made in ${data} (EACCES). Make it as a folder of yours,`);
    expect(said).not.toContain('chown');
    chmodSync(data, 0o777);
  });

  it('accepts a folder of this user in a folder of another', async () => {
    mkdirSync(path.join(data, 'dev'));
    chmodSync(path.join(data, 'dev'), 0o777);
    chmodSync(data, 0o555);
    expect(await assertAsNobody(folders())).toBe('accepted\n');
    chmodSync(data, 0o777);
  });
});

/** What the check says to a user who is not the superuser; as the user of the tests, if that is not the superuser either. */
async function assertAsNobody(given: LocalFolders): Promise<string> {
  const code = `
    const { assertDataFolders } = require(${JSON.stringify(path.resolve(__dirname, '../../../tools/local/data-folder.ts'))});
    if (process.getuid() === 0) process.setuid(65534);
    assertDataFolders(${JSON.stringify(given)}).then(() => console.log('accepted'), ({ message }) => console.log(message));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '--eval', code]);
  return stdout;
}
