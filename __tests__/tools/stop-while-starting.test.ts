import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalProject, type LocalProject } from '../support/local-project';
import { endTools, runTool } from '../support/tool-process';

let project: LocalProject;
let data: string;

beforeEach(() => {
  project = createLocalProject();
  data = mkdtempSync(path.join(tmpdir(), 'local-data-'));
});

afterEach(async () => {
  await endTools();
  project.remove();
  rmSync(data, { recursive: true, force: true });
});

describe('npm start', () => {
  it('ends at once when it is stopped before the app has been ready, whatever the app does with signals', async () => {
    project.write(
      'app/server.ts',
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('starting for ever');`,
    );
    const tool = runTool('start', ['--data', data], { folder: project.folder, environment: { PORT: '0' } });
    await tool.writes(/starting for ever/);
    const interruptedAt = Date.now();
    tool.signalGroup('SIGINT');
    expect(await tool.ended).toBe(130);
    expect(Date.now() - interruptedAt).toBeLessThan(800);
  });
});
