import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createLocalProject,
  type LocalProject,
  mainThatWrites,
  stackDocument,
  tellingApp,
} from '../support/local-project';
import { endTools, runTool, type ToolProcess } from '../support/tool-process';

let project: LocalProject;
let data: string;
let dev: ToolProcess;
let address: string;

beforeEach(async () => {
  project = createLocalProject();
  data = mkdtempSync(path.join(tmpdir(), 'local-data-'));
  dev = runTool('start', ['--watch', '--data', data], { folder: project.folder, environment: { PORT: '0' } });
  address = (await dev.writes(/Address +(http:\/\/localhost:\d+)\n/))[1] ?? '';
});

afterEach(async () => {
  await endTools();
  project.remove();
  rmSync(data, { recursive: true, force: true });
});

function originIn(origin: string): string {
  return mainThatWrites({ ...stackDocument(), variable: { origin: { default: origin } } });
}

async function originOfApp(): Promise<string> {
  return ((await (await fetch(`${address}/env`)).json()) as Record<string, string>).ALLOWED_ORIGINS ?? '';
}

describe('npm run dev', () => {
  it('takes up a change of the stack, with one short line', async () => {
    project.write('main.ts', originIn('https://changed.example'));
    await dev.writes(/main\.ts has changed[\s\S]*Synthesize dev[\s\S]*Address/);
    expect(await originOfApp()).toBe('https://changed.example');
    expect(dev.output().match(/Ctrl-C/g)).toHaveLength(1);
  });

  it('starts a changed app again without another synthesis, and outlives one that does not start', async () => {
    project.write('app/server.ts', 'this is no TypeScript');
    await dev.writes(/The app ended before it was ready[\s\S]*Waiting for the next change/);

    project.write('app/server.ts', tellingApp.replace('process.env)', '"changed")'));
    await dev.writes(/Waiting[\s\S]*Address/);
    expect(await (await fetch(address)).json()).toBe('changed');
    expect(dev.output().match(/Synthesize dev/g)).toHaveLength(1);

    dev.signalGroup('SIGINT');
    expect(await dev.ended).toBe(130);
  });

  it('says what is wrong with a changed stack, and waits until it is mended', async () => {
    project.write('main.ts', 'console.error("cpu is 300"); process.exit(1);');
    await dev.writes(/cpu is 300\nWaiting for the next change/);

    project.write('main.ts', mainThatWrites(stackDocument({ range_key: 'feed' })));
    await dev.writes(/The stored table Entries has other keys[\s\S]*Waiting for the next change/);

    project.write('main.ts', originIn('https://mended.example'));
    await dev.writes(/stored table[\s\S]*Address/);
    expect(await originOfApp()).toBe('https://mended.example');
  });
});
