import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalDatabase, openDatabase } from '../../tools/local/local-database';
import { endTools, runTool } from '../support/tool-process';

let data: string;
let database: LocalDatabase | undefined;

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
    await (await openDatabase(path.join(data, 'dev', 'dynamodb'))).close();
    const { code, output } = await reset();
    expect(code).toBe(0);
    expect(output).toContain(path.join(data, 'dev', 'dynamodb'));
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
    database = await openDatabase(path.join(data, 'dev', 'dynamodb'));
    const { code, output } = await reset();
    expect(code).toBe(1);
    expect(output).toMatch(/^A local run holds the data/);
    expect(existsSync(path.join(data, 'dev', 'dynamodb'))).toBe(true);
  });
});
