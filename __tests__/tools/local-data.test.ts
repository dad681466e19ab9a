import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalProject, type LocalProject } from '../support/local-project';
import { endTools, runTool, type ToolProcess } from '../support/tool-process';

let project: LocalProject;
let data: string;
let temporary: string;

beforeEach(() => {
  project = createLocalProject();
  data = path.join(mkdtempSync(path.join(tmpdir(), 'local-data-')), 'data');
  temporary = path.join(path.dirname(data), 'tmp');
  mkdirSync(temporary);
});

afterEach(async () => {
  await endTools();
  project.remove();
  rmSync(path.dirname(data), { recursive: true, force: true });
});

function start(...args: string[]): ToolProcess {
  const environment = { PORT: '0', TMPDIR: temporary };
  return runTool('start', ['--data', data, ...args], { folder: project.folder, environment });
}

/** What lies in a folder, without what tsx keeps between two runs. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('tsx-'));
}

describe('the data of a local run', () => {
  it('are the database alone, and the command is named that removes them', async () => {
    const tool = start();
    await tool.writes(/Address/);
    expect(tool.output()).toContain(`emptied by: npm run reset -- --data ${data}\n`);
    expect(filesIn(path.join(data, 'dev'))).toEqual(['dynamodb']);
    expect(filesIn(temporary)).toEqual([]);
  });

  it('are not begun for an environment that does not exist', async () => {
    const tool = start('moon');
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toContain('There is no environment "moon". What main.ts defines: dev.');
    expect(filesIn(path.dirname(data))).toEqual(['tmp']);
    expect(filesIn(temporary)).toEqual([]);
  });
});
