import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalDynamoDb, openDynamoDb } from '../../tools/local/local-dynamodb';
import { createLocalProject } from '../support/commands/local-project';
import { endTools, runTool } from '../support/commands/tool-process';

let data: string;
let database: LocalDynamoDb | undefined;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'local-data-'));
});

afterEach(async () => {
  await endTools();
  await database?.close();
  database = undefined;
  rmSync(data, { recursive: true, force: true });
});

async function reset(): Promise<{ code: unknown; output: string }> {
  const tool = runTool('reset', ['--data', data]);
  return { code: await tool.ended, output: tool.output() };
}

describe('npm run reset', () => {
  it('removes the local data and says what it removed', async () => {
    await (await openDynamoDb(path.join(data, 'dev', 'dynamodb'))).close();
    for (const folder of ['postgres', 's3']) mkdirSync(path.join(data, 'dev', folder));
    const { code, output } = await reset();
    expect(code).toBe(0);
    for (const folder of ['postgres', 's3', 'dynamodb']) expect(output).toContain(path.join(data, 'dev', folder));
    expect(existsSync(path.join(data, 'dev'))).toBe(false);
  });

  it.each(['dev', 'dev/dynamodb'])('refuses a file in place of the folder %s, and keeps it', async (name) => {
    const file = path.join(data, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
    const { code, output } = await reset();
    expect(code).toBe(1);
    expect(output).toContain(`${file} is a file, and local data need a folder of that name.`);
    expect(existsSync(file)).toBe(true);
  });

  it('removes the data in a folder that cannot be removed itself', async () => {
    mkdirSync(path.join(data, 'elsewhere', 'dynamodb'), { recursive: true });
    symlinkSync('elsewhere', path.join(data, 'dev'));
    const { code, output } = await reset();
    expect(output).toMatch(/^Removed /);
    expect(code).toBe(0);
    expect(readdirSync(path.join(data, 'elsewhere'))).toEqual([]);
  });

  it('leaves alone what no local run has written', async () => {
    mkdirSync(path.join(data, 'dev', 'dynamodb'), { recursive: true });
    writeFileSync(path.join(data, 'dev', 'notes.txt'), 'mine');
    expect((await reset()).code).toBe(0);
    expect(existsSync(path.join(data, 'dev', 'notes.txt'))).toBe(true);
  });

  it.each([
    ['says so when there is nothing', 'dev', 0, /nothing to remove/],
    ['names the environments to who misspells one', 'prdo', 1, /^There is no environment "prdo"\. .*: dev\.\n$/],
  ])('%s', async (_title, environment, code, says) => {
    const project = createLocalProject();
    const tool = runTool('reset', [environment, '--data', data], { folder: project.folder });
    expect(await tool.ended).toBe(code);
    expect(tool.output()).toMatch(says);
    await project.close();
  });

  it('removes the data of an environment that is no more', async () => {
    mkdirSync(path.join(data, 'former', 'dynamodb'), { recursive: true });
    const tool = runTool('reset', ['former', '--data', data]);
    expect(await tool.ended).toBe(0);
    expect(existsSync(path.join(data, 'former'))).toBe(false);
  });

  it('refuses while a local run holds the data', async () => {
    database = await openDynamoDb(path.join(data, 'dev', 'dynamodb'));
    const { code, output } = await reset();
    expect(code).toBe(1);
    expect(output).toMatch(/^A local run holds the data/);
    expect(existsSync(path.join(data, 'dev', 'dynamodb'))).toBe(true);
  });
});
