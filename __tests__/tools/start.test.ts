import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
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
import { until } from '../support/until';

const addressLine = /Address +(http:\/\/localhost:\d+)\n/;

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

/** `npm start` in the small project; a port of its own unless the test says otherwise. */
function start(environment: Record<string, string> = {}, args: string[] = []): ToolProcess {
  return runTool('start', ['--data', data, ...args], {
    folder: project.folder,
    environment: { PORT: '0', ...environment },
  });
}

async function addressOf(tool: ToolProcess): Promise<string> {
  return (await tool.writes(addressLine))[1] ?? '';
}

async function environmentOfApp(tool: ToolProcess): Promise<Record<string, string>> {
  return (await fetch(`${await addressOf(tool)}/env`)).json() as Promise<Record<string, string>>;
}

describe('npm start in this repository', () => {
  it('runs the app, stops within 2 s of Ctrl-C, and has the entries when it starts again', async () => {
    // A user's own AWS set-up and proxy, none of which leads anywhere.
    const hostile = {
      PORT: '0',
      AWS_PROFILE: 'nowhere',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_CONFIG_FILE: '/nowhere',
      HTTP_PROXY: 'http://127.0.0.1:9',
      NODE_USE_ENV_PROXY: '1',
    };
    const entry = { username: 'Ada', digits: '00420042' };
    const first = runTool('start', ['--data', data], { environment: hostile });
    const address = await addressOf(first);
    const posted = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(entry),
    });
    expect(posted.status).toBe(201);

    const interruptedAt = Date.now();
    first.signalGroup('SIGINT');
    expect(await first.ended).toBe(130);
    expect(Date.now() - interruptedAt).toBeLessThan(2000);
    await expect(fetch(address)).rejects.toThrow('fetch failed');

    const second = runTool('start', ['--data', data], { environment: hostile });
    const page = await fetch(await addressOf(second), { headers: { Accept: 'application/json' } });
    expect(await page.json()).toMatchObject({ latest: entry });

    process.kill(second.pid, 'SIGTERM');
    expect(await second.ended).toBe(143);
  });
});

describe('npm start', () => {
  it('gives the app the variables of the container and nothing of the user', async () => {
    const environment = await environmentOfApp(
      start({ AWS_PROFILE: 'nowhere', AWS_SESSION_TOKEN: 'secret', HTTPS_PROXY: 'http://127.0.0.1:9', SECRET: 'x' }),
    );
    expect(environment).toMatchObject({
      ALLOWED_ORIGINS: 'https://example.com',
      AWS_REGION: 'eu-central-1',
      DYNAMO_TABLE: 'Entries',
      DRAIN_SECONDS: '0',
      AWS_ENDPOINT_URL_DYNAMODB: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'HTTPS_PROXY', 'SECRET']) {
      expect(environment).not.toHaveProperty(name);
    }
  });

  it('writes into the data folder and nowhere else', async () => {
    const tree = () => ['.', 'app'].map((folder) => readdirSync(path.join(project.folder, folder)));
    const before = tree();
    await addressOf(start());
    expect(tree()).toEqual(before);
    expect(readdirSync(data)).toEqual(['dev']);
  });

  it('takes documented settings from .env, over which the environment wins', async () => {
    project.write('.env', 'POSTS_PER_MINUTE=7\nLOG_LEVEL=debug\nAWS_PROFILE=nowhere\n');
    const tool = start({ LOG_LEVEL: 'warn' });
    expect(await environmentOfApp(tool)).toMatchObject({ POSTS_PER_MINUTE: '7', LOG_LEVEL: 'warn' });
    expect(tool.output()).toMatch(/Ignored +AWS_PROFILE in \.env/);
  });

  it('says aloud that it took another port than 5000', async () => {
    const holder = createServer().on('error', () => {
      // Another program has it: just as good.
    });
    holder.listen(5000, '127.0.0.1');
    try {
      const tool = start({ PORT: '' });
      expect(await addressOf(tool)).not.toContain(':5000');
      expect(tool.output()).toMatch(/port 5000 is taken by another program/);
    } finally {
      holder.close();
    }
  });

  it('refuses a PORT that is in use with one sentence', async () => {
    const taken = createServer().listen(0);
    const { port } = taken.address() as { port: number };
    const tool = start({ PORT: String(port) });
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toBe(
      `PORT is ${port}, and something listens there already: stop that, or set another PORT.\n`,
    );
    taken.close();
  });

  it('shows what main.ts said when the synthesis fails', async () => {
    project.write('main.ts', 'console.error("cpu is 300"); process.exit(1);');
    const tool = start();
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toMatch(/The synthesis of main\.ts failed:\n\ncpu is 300\n$/);
  });

  it('shows the error of an app that does not start', async () => {
    project.write('app/server.ts', 'throw new Error("a setting is wrong");');
    const tool = start();
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toMatch(/a setting is wrong[\s\S]*The app ended before it was ready \(exit code 1\)/);
  });

  it('ends with the app', async () => {
    const tool = start();
    await fetch(`${await addressOf(tool)}/crash`).catch(() => undefined);
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toMatch(/The app ended by itself \(exit code 7\)/);
  });

  it('stops as well while it is still starting', async () => {
    const tool = start();
    await tool.writes(/Prepare the table/);
    tool.signalGroup('SIGINT');
    expect(await tool.ended).toBe(130);
    expect(tool.output()).not.toMatch(addressLine);
  });

  it('leaves no app behind when it is killed', async () => {
    const tool = start();
    const address = await addressOf(tool);
    process.kill(tool.pid, 'SIGKILL');
    await until(async () => !(await fetch(address).catch(() => undefined)));
  });

  it('stops when the shell of npm is gone', async () => {
    const tool = runTool('start', ['--data', data], {
      folder: project.folder,
      environment: { PORT: '0', npm_lifecycle_event: 'start' },
      inShell: true,
    });
    await addressOf(tool);
    process.kill(tool.pid, 'SIGTERM');
    // Its output is at its end only when the tool and the app are gone as well.
    expect(await tool.ended).toBe('SIGTERM');
  });

  it('stops an app that ignores SIGTERM, within 2 s', async () => {
    project.write('app/server.ts', `${tellingApp} process.on('SIGTERM', () => {});`);
    const tool = start();
    const address = await addressOf(tool);
    const closedAt = Date.now();
    process.kill(tool.pid, 'SIGHUP');
    expect(await tool.ended).toBe(129);
    expect(Date.now() - closedAt).toBeLessThan(2000);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  it('refuses data that another run holds, and stored tables that differ', async () => {
    const holder = start();
    await addressOf(holder);
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^Another local run holds the data in .*\n$/);

    holder.signalGroup('SIGINT');
    await holder.ended;
    project.write('main.ts', mainThatWrites(stackDocument({ range_key: 'feed', global_secondary_index: [] })));
    const differing = start();
    expect(await differing.ended).toBe(1);
    expect(differing.output()).toMatch(/Entries has other keys and indexes than the synthesized one: "npm run reset /);
  });
});
