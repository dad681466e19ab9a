import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import {
  addressOf,
  createLocalProject,
  echoingApp,
  environmentOfApp,
  type LocalProject,
} from '../support/commands/local-project';
import { mainThatWrites, stackDocument } from '../support/commands/local-stack';
import { createTemporary, type ToolProcess } from '../support/commands/tool-process';
import { until } from '../support/jest/until';

const ownVariables = {
  FEATURE_X: `\${aws_dynamodb_table.entries.stream_arn}`,
  MODE: 'one',
  TABLE_ARN: `\${aws_dynamodb_table.entries.arn}`,
};

/** The tests share one run of the command, which the last test ends. */
describe('npm start, while it runs', () => {
  let project: LocalProject;
  let temporary: string;
  let portHolder: Server;
  let temporaryFiles: () => string[];
  let filesBefore: string[][];
  let run: ToolProcess;
  let environment: Record<string, string>;

  /** Returns the names of the files in the project and in TMPDIR, without the cache of tsx. */
  function files(): string[][] {
    return [readdirSync(project.folder), readdirSync(path.join(project.folder, 'app')), temporaryFiles()];
  }

  beforeAll(async () => {
    project = createLocalProject();
    project.write('main.ts', mainThatWrites(stackDocument({}, ownVariables)));
    project.write('.env', 'FEATURE_X=local\nPOSTS_PER_MINUTE=7\nLOG_LEVEL=debug\nAWS_PROFILE=nowhere\n');
    temporary = path.join(project.folder, '../tmp');
    temporaryFiles = createTemporary(temporary);
    filesBefore = files();
    // Takes the port 5000. If this fails, another program has already taken it, which has the same effect.
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

  it('makes the app listen on loopback only', () => {
    expect(environment).toMatchObject({ LISTEN_HOST: '127.0.0.1' });
  });

  it("passes the container's variables to the app, but none of the user's variables", () => {
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

  it('trusts no proxy, and turns TLS and metrics off, whatever the task definition says', () => {
    expect(environment).toMatchObject({ TRUSTED_PROXIES: '0', BEHIND_TLS: 'false', METRICS_NAMESPACE: '' });
  });

  it('reads documented settings from .env, and prefers environment variables', () => {
    expect(environment).toMatchObject({ POSTS_PER_MINUTE: '7', LOG_LEVEL: 'warn' });
    expect(run.output()).toMatch(
      /^Ignored in \.env: AWS_PROFILE\. \.env\.example lists the variables that are used\.$/m,
    );
  });

  it("prefers a value in .env to the value in the environment's file, and names a variable without a value", () => {
    expect(environment).toMatchObject({ FEATURE_X: 'local', MODE: 'one' });
    expect(environment).not.toHaveProperty('TABLE_ARN');
    expect(run.output()).toMatch(
      /^TABLE_ARN in environments\/dev\.ts has a value only in AWS, .*add TABLE_ARN=… to \.env\.$/m,
    );
    expect(run.output()).not.toContain('FEATURE_X in');
  });

  it('uses another port if 5000 is taken, and says so', () => {
    expect(environment.PORT).not.toBe('5000');
    expect(run.output()).toMatch(/port 5000 is in use by another program/);
  });

  it('writes its database into the data folder, and no files elsewhere', () => {
    expect(readdirSync(project.data)).toEqual(['dev']);
    expect(readdirSync(path.join(project.data, 'dev'))).toEqual(['dynamodb']);
    expect(files()).toEqual(filesBefore);
  });

  it('prints the commands that delete its data and that restart on changes', () => {
    expect(run.output()).toContain(`to delete it: npm run reset -- --data ${project.data}\n`);
    expect(run.output()).toContain(`to restart on every change: npm run dev -- --data ${project.data}\n`);
  });

  it('prints how long each step took, before the name of the step', () => {
    expect(run.output()).toMatch(
      /^ +\d+\.\d s {2}Synthesize dev\n(?: +\.{3}.*\n)* +\d+\.\d s {2}Prepare the table Entries\n/m,
    );
  });

  it('locks its data against another run', async () => {
    const second = project.start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^Another local run is using the data in .*\n$/);
  });

  it('stops when the shell of npm ends', async () => {
    process.kill(run.pid, 'SIGTERM');
    // This resolves only after the command and the app have ended, because they share the output of the shell.
    expect(await run.ended).toBe('SIGTERM');
  });
});

describe('npm start', () => {
  let project: LocalProject;

  beforeEach(() => {
    project = createLocalProject();
  });

  afterEach(() => project.close());

  it('rejects a PORT that is in use, and says what to do', async () => {
    const taken = createServer().listen(0);
    const { port } = taken.address() as { port: number };
    const tool = project.start([], { environment: { PORT: String(port) } });
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toBe(
      `PORT is ${port}, but another program already listens on it. Stop that program, or set PORT to another port.\n`,
    );
    taken.close();
  });

  it('creates no data for an unknown environment', async () => {
    const tool = project.start(['moon']);
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toContain('There is no environment "moon". main.ts defines: dev.');
    expect(readdirSync(path.dirname(project.data))).toEqual(['project']);
  });

  it('ends with code 1 when the app ends', async () => {
    const tool = project.start();
    await fetch(`${await addressOf(tool)}/crash`).catch(() => undefined);
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toMatch(/The app ended by itself \(exit code 7\)/);
  });

  it('ends after SIGTERM even if the app has not started yet', async () => {
    // This app never starts, so that the signal always arrives before the start.
    project.write('app/server.ts', 'setInterval(() => {}, 1000);');
    const tool = project.start();
    await tool.writes(/Prepare the table/);
    process.kill(tool.pid, 'SIGTERM');
    expect(await tool.ended).toBe(143);
    expect(tool.output()).not.toMatch(/Address/);
  });

  it('after Ctrl-C, immediately kills an app that has not started yet', async () => {
    project.write(
      'app/server.ts',
      `process.on('SIGTERM', () => console.log('asked to end')); setInterval(() => {}, 1000); console.log('starting for ever');`,
    );
    const tool = project.start();
    await tool.writes(/starting for ever/);
    tool.signalGroup('SIGINT');
    expect(await tool.ended).toBe(130);
    expect(tool.output()).not.toContain('asked to end');
  });

  it('ends the app even if the command is killed', async () => {
    const tool = project.start();
    const address = await addressOf(tool);
    process.kill(tool.pid, 'SIGKILL');
    await until(async () => !(await fetch(address).catch(() => undefined)));
  });

  it('after SIGHUP, kills an app that ignores SIGTERM', async () => {
    project.write('app/server.ts', `${echoingApp} process.on('SIGTERM', () => {});`);
    const tool = project.start();
    const address = await addressOf(tool);
    process.kill(tool.pid, 'SIGHUP');
    expect(await tool.ended).toBe(129);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });
});
