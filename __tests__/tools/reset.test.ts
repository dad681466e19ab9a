import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalDynamoDb, openDynamoDb } from '../../tools/local/local-dynamodb';
import { endTools, runTool } from '../support/tool-process';

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

  it('leaves alone what no local run has written', async () => {
    mkdirSync(path.join(data, 'dev', 'dynamodb'), { recursive: true });
    writeFileSync(path.join(data, 'dev', 'notes.txt'), 'mine');
    expect((await reset()).code).toBe(0);
    expect(existsSync(path.join(data, 'dev', 'notes.txt'))).toBe(true);
  });

  it('says so when there is nothing', async () => {
    const { code, output } = await reset();
    expect(code).toBe(0);
    expect(output).toMatch(/nothing to remove/);
  });

  it('refuses while a local run holds the data', async () => {
    database = await openDynamoDb(path.join(data, 'dev', 'dynamodb'));
    const { code, output } = await reset();
    expect(code).toBe(1);
    expect(output).toMatch(/^A local run holds the data/);
    expect(existsSync(path.join(data, 'dev', 'dynamodb'))).toBe(true);
  });
});
