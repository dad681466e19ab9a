import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { until } from '../support/jest/until';

const repository = resolve(__dirname, '../..');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prepare-'));
  write('package.json', { engines: { node: '>=20.9' } });
  write('package-lock.json', {
    packages: {
      '': {},
      app: { version: '0.1.0' },
      'node_modules/app': { link: true },
      'node_modules/koa': { version: '3.3.0' },
      'node_modules/elsewhere': { version: '1.0.0', optional: true },
    },
  });
  write('.nvmrc', 24);
  mkdirSync(join(root, 'tools'));
  for (const file of ['tools/prepare.js', 'tools/install-lock.js'])
    copyFileSync(join(repository, file), join(root, file));
});

afterEach(() => {
  // npm ends when its folder is gone.
  rmSync(root, { recursive: true });
});

function write(file: string, content: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

/** Runs it with an npm that notes its arguments and the exit code that it is to have. */
function prepare(npmExitCode = 0) {
  write(
    'npm.js',
    `require('fs').writeFileSync('calls', process.argv.slice(2).join(' ')); process.exit(${npmExitCode});`,
  );
  const env = { ...process.env, npm_execpath: join(root, 'npm.js'), NODE_ENV: 'production' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/prepare.js'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  let calls = '';
  try {
    calls = readFileSync(join(root, 'calls'), 'utf8');
  } catch {
    // npm was not called.
  }
  return { status, stdout, stderr, calls };
}

const rollBack = `process.on('SIGINT', () => setTimeout(() => {
  fs.appendFileSync('calls', 'rolled back ');
  process.exit(1);
}, 200));`;

/** Starts it as a terminal does, in a group of its own, with an npm that installs until the file `go` exists or a signal comes. */
function startPrepare(onStop = rollBack) {
  write(
    'npm.js',
    `const fs = require('fs');
    fs.appendFileSync('calls', 'called ');
    ${onStop}
    setInterval(() => {
      if (!fs.existsSync('npm.js')) process.exit(1);
      if (!fs.existsSync('go')) return;
      fs.mkdirSync('node_modules/koa', { recursive: true });
      fs.writeFileSync('node_modules/koa/package.json', '{"version":"3.3.0"}');
      process.exit();
    }, 20);`,
  );
  const env = { ...process.env, npm_execpath: join(root, 'npm.js') };
  const child = spawn(process.execPath, ['tools/prepare.js'], { cwd: root, env, detached: true });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = once(child, 'exit').then(([code]: unknown[]) => code);
  return { pid: child.pid ?? 0, ended, output: () => output };
}

const calls = () => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8') : '');

describe('prepare', () => {
  it('does nothing if every package is installed', () => {
    write('node_modules/koa/package.json', { version: '3.3.0' });
    expect(prepare()).toEqual({ status: 0, stdout: '', stderr: '', calls: '' });
  });

  it.each([
    ['missing', undefined],
    ['outdated', '3.2.0'],
  ])('installs the packages, those for development too, if one is %s', (_state, version) => {
    if (version) write('node_modules/koa/package.json', { version });
    const { status, stderr, calls } = prepare();
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Packages are missing or outdated: koa\.\nInstalling them with npm ci: up to 1 GB on disk/);
    expect(calls).toBe('ci --include=dev --no-fund --no-audit');
  });

  it('ends with 1 if npm does', () => {
    const { status, stderr } = prepare(1);
    expect(status).toBe(1);
    expect(stderr).toContain('npm ci failed');
  });

  it('ends after Ctrl-C only when npm has rolled back, and says so once', async () => {
    const { pid, ended, output } = startPrepare();
    await until(calls);
    // The group, as a terminal does it, and impatiently.
    process.kill(-pid, 'SIGINT');
    await until(() => output().includes('Stopping'));
    process.kill(-pid, 'SIGINT');
    expect(await ended).toBe(130);
    expect(calls()).toBe('called rolled back ');
    expect(output()).toMatch(/minutes \.\.\.\nStopping the installation \.\.\.\n$/);
  });

  it('ends an npm that ignores Ctrl-C, and installs again the next time', async () => {
    const { pid, ended } = startPrepare("process.on('SIGINT', () => {});");
    await until(calls);
    write('node_modules/koa/package.json', { version: '3.3.0' });
    process.kill(pid, 'SIGINT');
    expect(await ended).toBe(130);
    expect(prepare()).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^The last installation .* interrupted\.\n/),
    });
    expect(prepare().stderr).toBe('');
  });

  it('waits for an npm whose own command was killed', async () => {
    const first = startPrepare();
    await until(calls);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = startPrepare();
    await until(() => second.output().includes('Waiting'));
    write('go', '');
    await second.ended;
  });

  it('waits for another command that installs, and then has nothing to do', async () => {
    const first = startPrepare();
    await until(calls);
    const second = startPrepare();
    await until(() =>
      /^Another command \(process \d+\) is installing the packages\. Waiting \.\.\.\n$/.test(second.output()),
    );
    write('go', '');
    expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
    expect(calls()).toBe('called ');
  });

  it('installs once for commands that start at the same moment', async () => {
    write('go', '');
    const commands = [startPrepare(), startPrepare(), startPrepare()];
    expect(await Promise.all(commands.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect(calls()).toBe('called ');
  });

  it('does not wait for a process that no longer exists', () => {
    write('.installing', String(spawnSync(process.execPath, ['--version']).pid));
    expect(prepare()).toMatchObject({ status: 0, calls: expect.stringMatching(/^ci /) });
  });

  it('refuses an old Node with one sentence', () => {
    write('package.json', { engines: { node: '>=99.1' } });
    expect(prepare()).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Node \d+\.\d+\.\d+ found; 99\.1 or newer is required\. Install it .* version 24\.\n$/,
      ),
      calls: '',
    });
  });

  it('runs before every command of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = Object.keys(scripts).filter((name) => !name.startsWith('pre') && name !== 'test');
    expect(commands.filter((name) => scripts[`pre${name}`] !== 'node tools/prepare.js')).toEqual([]);
    // Its first step is another command.
    expect(scripts.test).toMatch(/^npm run check && /);
  });
});
