import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import {
  addressOf,
  createLocalProject,
  environmentOfApp,
  type LocalProject,
  tellingApp,
} from '../support/commands/local-project';
import { createTemporary, type ToolProcess } from '../support/commands/tool-process';
import { patience } from '../support/jest/patience';
import { until } from '../support/jest/until';

/** The tests share one run, which the last of them ends. */
describe('a local run', () => {
  let project: LocalProject;
  let temporary: string;
  let portHolder: Server;
  let temporaryFiles: () => string[];
  let filesBefore: string[][];
  let run: ToolProcess;
  let environment: Record<string, string>;

  /** What lies in the project and beside it, without what tsx keeps between two runs. */
  function files(): string[][] {
    return [readdirSync(project.folder), readdirSync(path.join(project.folder, 'app')), temporaryFiles()];
  }

  beforeAll(async () => {
    project = createLocalProject();
    project.write('.env', 'POSTS_PER_MINUTE=7\nLOG_LEVEL=debug\nAWS_PROFILE=nowhere\n');
    temporary = path.join(project.folder, '../tmp');
    temporaryFiles = createTemporary(temporary);
    filesBefore = files();
    // Where another program has the port it is just as good.
    portHolder = createServer().on('error', () => undefined);
    portHolder.listen(5000, '127.0.0.1');
    run = project.start([], {
      environment: {
        PORT: '',
        LOG_LEVEL: 'warn',
        TMPDIR: temporary,
        AWS_PROFILE: 'nowhere',
        AWS_SESSION_TOKEN: 'secret',
        HTTPS_PROXY: 'http://127.0.0.1:9',
        SECRET: 'x',
        npm_lifecycle_event: 'start',
      },
      inShell: true,
      asTyped: true,
    });
    environment = await environmentOfApp(await addressOf(run));
  });

  afterAll(async () => {
    portHolder.close();
    await project.close();
  });

  it('keeps the app from the network', () => {
    expect(environment).toMatchObject({ LISTEN_HOST: '127.0.0.1' });
  });

  it('gives the app the variables of the container and nothing of the user', () => {
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

  it('believes no proxy and promises no TLS, whatever is in front of the app in AWS', () => {
    expect(environment).toMatchObject({ TRUSTED_PROXIES: '0', BEHIND_TLS: 'false', METRICS_NAMESPACE: '' });
  });

  it('takes documented settings from .env, over which the environment wins', () => {
    expect(environment).toMatchObject({ POSTS_PER_MINUTE: '7', LOG_LEVEL: 'warn' });
    expect(run.output()).toMatch(/^Ignored in \.env: AWS_PROFILE\. \.env\.example lists what is read\.\nStarting dev/);
  });

  it('says aloud that it took another port than 5000', () => {
    expect(environment.PORT).not.toBe('5000');
    expect(run.output()).toMatch(/port 5000 is taken by another program/);
  });

  it('writes its database into the data folder, and nothing anywhere else', () => {
    expect(readdirSync(project.data)).toEqual(['dev']);
    expect(readdirSync(path.join(project.data, 'dev'))).toEqual(['dynamodb']);
    expect(files()).toEqual(filesBefore);
  });

  it('names the commands that remove its data and that take up changes', () => {
    expect(run.output()).toContain(`emptied by: npm run reset -- --data ${project.data}\n`);
    expect(run.output()).toContain(`npm run dev -- --data ${project.data} takes up every change\n`);
  });

  it('says how long each step took, before its name, which may be of any length', () => {
    expect(run.output()).toMatch(
      /^ +\d+\.\d s {2}Synthesize dev\n(?: +\.{3}.*\n)* +\d+\.\d s {2}Prepare the table Entries\n/m,
    );
  });

  it('keeps its data from another run', async () => {
    const second = project.start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^Another local run holds the data in .*\n$/);
  });

  it('stops when the shell of npm is gone', async () => {
    process.kill(run.pid, 'SIGTERM');
    // Its output is at its end only when the tool and the app are gone as well.
    expect(await run.ended).toBe('SIGTERM');
  });
});

describe('npm start', () => {
  let project: LocalProject;

  beforeEach(() => {
    project = createLocalProject();
  });

  afterEach(() => project.close());

  it('refuses a PORT that is in use with one sentence', async () => {
    const taken = createServer().listen(0);
    const { port } = taken.address() as { port: number };
    const tool = project.start([], { environment: { PORT: String(port) } });
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toBe(
      `PORT is ${port}, and something listens there already: stop that, or set another PORT.\n`,
    );
    taken.close();
  });

  it('begins no data for an environment that does not exist', async () => {
    const tool = project.start(['moon']);
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toContain('There is no environment "moon". main.ts defines: dev.');
    expect(readdirSync(path.dirname(project.data))).toEqual(['project']);
  });

  it('ends with the app', async () => {
    const tool = project.start();
    await fetch(`${await addressOf(tool)}/crash`).catch(() => undefined);
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toMatch(/The app ended by itself \(exit code 7\)/);
  });

  it('stops as well while it is still starting', async () => {
    const tool = project.start();
    await tool.writes(/Prepare the table/);
    process.kill(tool.pid, 'SIGTERM');
    expect(await tool.ended).toBe(143);
    expect(tool.output()).not.toMatch(/Address/);
  });

  it('ends at once when it is stopped before the app has been ready, whatever the app does with signals', async () => {
    project.write(
      'app/server.ts',
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('starting for ever');`,
    );
    const tool = project.start();
    await tool.writes(/starting for ever/);
    const interruptedAt = Date.now();
    tool.signalGroup('SIGINT');
    expect(await tool.ended).toBe(130);
    expect(Date.now() - interruptedAt).toBeLessThan(patience * 800);
  });

  it('leaves no app behind when it is killed', async () => {
    const tool = project.start();
    const address = await addressOf(tool);
    process.kill(tool.pid, 'SIGKILL');
    await until(async () => !(await fetch(address).catch(() => undefined)));
  });

  it('stops an app that ignores SIGTERM, within 2 s', async () => {
    project.write('app/server.ts', `${tellingApp} process.on('SIGTERM', () => {});`);
    const tool = project.start();
    const address = await addressOf(tool);
    const closedAt = Date.now();
    process.kill(tool.pid, 'SIGHUP');
    expect(await tool.ended).toBe(129);
    expect(Date.now() - closedAt).toBeLessThan(patience * 2000);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });
});
