import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalCommand, readLocalArguments } from '../../../tools/local/local-command';
import { removeData } from '../../../tools/local/remove-data';
import { openDynamoDb } from '../../../tools/local/stores/local-dynamodb';

let data: string;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'local-data-'));
});

afterEach(() => rmSync(data, { recursive: true }));

/** Removes the data of an environment, and returns the printed text. */
function remove(environment = 'dev'): Promise<string> {
  const command = createLocalCommand('npm run reset', '').parse([environment, '--data', data], { from: 'user' });
  return removeData(readLocalArguments(command), new AbortController().signal);
}

describe('removeData', () => {
  it('removes the local data, and names the removed folders', async () => {
    await (await openDynamoDb(path.join(data, 'dev', 'dynamodb'))).close();
    for (const folder of ['postgres', 's3']) mkdirSync(path.join(data, 'dev', folder));
    const report = await remove();
    for (const folder of ['postgres', 's3', 'dynamodb']) expect(report).toContain(path.join(data, 'dev', folder));
    expect(existsSync(path.join(data, 'dev'))).toBe(false);
  });

  it.each(['dev', 'dev/dynamodb'])('rejects a file in place of the folder %s, and keeps the file', async (name) => {
    const file = path.join(data, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
    await expect(remove()).rejects.toThrow(`${file} is a file, but local data needs a folder with that name.`);
    expect(existsSync(file)).toBe(true);
  });

  it('removes the data in the folder to which a symbolic link points', async () => {
    mkdirSync(path.join(data, 'elsewhere', 'dynamodb'), { recursive: true });
    symlinkSync('elsewhere', path.join(data, 'dev'));
    expect(await remove()).toMatch(/^Deleted /);
    expect(readdirSync(path.join(data, 'elsewhere'))).toEqual([]);
  });

  it('keeps files that no local run has written', async () => {
    mkdirSync(path.join(data, 'dev', 'dynamodb'), { recursive: true });
    writeFileSync(path.join(data, 'dev', 'notes.txt'), 'mine');
    expect(await remove()).not.toContain('notes.txt');
    expect(existsSync(path.join(data, 'dev', 'notes.txt'))).toBe(true);
  });

  it('removes the data of an environment that no longer exists', async () => {
    mkdirSync(path.join(data, 'former', 'dynamodb'), { recursive: true });
    expect(await remove('former')).toMatch(/^Deleted /);
    expect(existsSync(path.join(data, 'former'))).toBe(false);
  });

  it('fails while a local run uses the data, and keeps the data', async () => {
    const database = await openDynamoDb(path.join(data, 'dev', 'dynamodb'));
    await expect(remove()).rejects.toThrow(/^A local run is using the data/);
    expect(existsSync(path.join(data, 'dev', 'dynamodb'))).toBe(true);
    await database.close();
  });
});
