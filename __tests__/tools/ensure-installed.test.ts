import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { until } from '../support/jest/until';

const repository = resolve(__dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'ensure-installed-'));

afterAll(() => {
  // This also ends any fake npm that is still running, because it exits when its file npm.js no longer exists.
  rmSync(home, { recursive: true });
});

/** Code of a fake npm that, after Ctrl-C, rolls back until the test writes a file. So a second signal always arrives during the rollback. */
const rollBack = `process.on('SIGINT', () => setInterval(() => {
  if (!fs.existsSync('end-roll-back')) return;
  fs.appendFileSync('calls', 'rolled back ');
  process.exit(1);
}, 20));`;

/** A project with one package to install. The tests run concurrently, so each test creates its own project. */
class Project {
  readonly #root = mkdtempSync(join(home, 'project-'));

  /** @param stopTimeoutMs how long npm may take to end after a signal. By default, a rollback that waits for a test is never killed. */
  constructor(stopTimeoutMs = 600_000) {
    this.write('package.json', { engines: { node: '>=20.9' } });
    this.write('package-lock.json', {
      packages: {
        '': {},
        app: { version: '0.1.0' },
        'node_modules/app': { link: true },
        'node_modules/koa': { version: '3.3.0' },
        'node_modules/elsewhere': { version: '1.0.0', optional: true },
      },
    });
    this.write('node_modules/app/package.json', { version: '0.1.0' });
    this.write('.nvmrc', 24);
    for (const file of [
      'tools/ensure-installed.js',
      'tools/ensure-installed/install-lock.js',
      'tools/ensure-installed/outdated-packages.js',
    ]) {
      const source = readFileSync(join(repository, file), 'utf8');
      this.write(file, source.replace(/(?<=^const stopTimeoutMs = )\d+/m, String(stopTimeoutMs)));
    }
  }

  write(file: string, content: unknown): void {
    const path = join(this.#root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }

  remove(path: string): void {
    rmSync(join(this.#root, path), { recursive: true });
  }

  /** Returns the content of a file, or an empty string if it does not exist. */
  #read(file: string): string {
    const path = join(this.#root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Returns what the fake npm has recorded, or an empty string if it was not called. */
  readonly calls = () => this.#read('calls');

  /** Returns whether the fake npm has begun, and the lock file contains its process id. */
  readonly isInstalling = () => this.calls() !== '' && this.#read('.installing').includes(' ');

  /** Runs ensure-installed to its end, with a fake npm that records its arguments and exits with this code. */
  async run(npmExitCode = 0) {
    this.write(
      'npm.js',
      `require('fs').writeFileSync('calls', process.argv.slice(2).join(' ')); process.exit(${npmExitCode});`,
    );
    const { closed, stdout, output } = this.#start();
    return { status: await closed, stdout: stdout(), stderr: output(), calls: this.calls() };
  }

  /**
   * Starts ensure-installed with a fake npm that installs until the file `go` exists or a signal arrives.
   * @param onStop JavaScript code with which the fake npm handles SIGINT
   */
  start(onStop = '') {
    this.write(
      'npm.js',
      `const fs = require('fs');
      ${onStop}
      fs.appendFileSync('calls', 'called ');
      setInterval(() => {
        if (!fs.existsSync('npm.js')) process.exit(1);
        if (!fs.existsSync('go')) return;
        fs.mkdirSync('node_modules/koa', { recursive: true });
        fs.writeFileSync('node_modules/koa/package.json', '{"version":"3.3.0"}');
        process.exit();
      }, 20);`,
    );
    return this.#start();
  }

  /** Starts ensure-installed in a separate process group, as a terminal does. */
  #start() {
    const env = { ...process.env, npm_execpath: join(this.#root, 'npm.js'), NODE_ENV: 'production' };
    const child = spawn(process.execPath, ['tools/ensure-installed.js'], { cwd: this.#root, env, detached: true });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const code = (event: string) => once(child, event).then(([exitCode]: unknown[]) => exitCode);
    return {
      pid: child.pid ?? 0,
      ended: code('exit'),
      /** Resolves when standard error is closed. Unlike `ended`, this also waits for npm, which inherits standard error. */
      closed: code('close'),
      stdout: () => stdout,
      output: () => stderr,
    };
  }
}

describe('ensure-installed', () => {
  it.concurrent('does nothing if every package is installed', async () => {
    const project = new Project();
    project.write('node_modules/koa/package.json', { version: '3.3.0' });
    expect(await project.run()).toEqual({ status: 0, stdout: '', stderr: '', calls: '' });
  });

  it.concurrent.each([
    ['missing', undefined],
    ['outdated', '3.2.0'],
  ])(
    'installs all packages, including development packages but without install scripts, if a package is %s',
    async (_state, version) => {
      const project = new Project();
      if (version) project.write('node_modules/koa/package.json', { version });
      const { status, stderr, calls } = await project.run();
      expect(status).toBe(0);
      expect(stderr).toMatch(
        /^Packages are missing or outdated: koa\.\nInstalling the packages with npm ci, which needs about 1.1 GB of disk space/,
      );
      expect(calls).toBe('ci --include=dev --ignore-scripts --no-fund --no-audit');
    },
  );

  it.concurrent('installs the packages if the link to a workspace package of this repository is missing', async () => {
    const project = new Project();
    project.write('node_modules/koa/package.json', { version: '3.3.0' });
    project.remove('node_modules/app');
    const { stderr } = await project.run();
    expect(stderr).toMatch(/^Packages are missing or outdated: app\.\n/);
  });

  it.concurrent('exits with code 1 if npm fails', async () => {
    const { status, stderr } = await new Project().run(1);
    expect(status).toBe(1);
    expect(stderr).toContain('npm ci failed');
  });

  it.concurrent('waits after Ctrl-C until npm has rolled back, and prints one message even for two signals', async () => {
    const project = new Project();
    const { pid, ended, output } = project.start(rollBack);
    await until(project.isInstalling);
    // Ctrl-C in a terminal sends SIGINT to the whole process group. Here, the user presses Ctrl-C twice.
    process.kill(-pid, 'SIGINT');
    await until(() => output().includes('Stopping'));
    process.kill(-pid, 'SIGINT');
    project.write('end-roll-back', '');
    expect(await ended).toBe(130);
    expect(project.calls()).toBe('called rolled back ');
    expect(output()).toMatch(/minutes \.\.\.\nStopping the installation \.\.\.\n$/);
  });

  it.concurrent('kills an npm that ignores Ctrl-C, and the next command installs again', async () => {
    const project = new Project(10);
    const { pid, ended } = project.start("process.on('SIGINT', () => {});");
    await until(project.isInstalling);
    project.write('node_modules/koa/package.json', { version: '3.3.0' });
    process.kill(pid, 'SIGINT');
    expect(await ended).toBe(130);
    expect(await project.run()).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^The last installation .* interrupted\.\n/),
    });
    expect((await project.run()).stderr).toBe('');
  });

  it.concurrent('waits for an npm process that is still running after its command was killed', async () => {
    const project = new Project();
    const first = project.start();
    await until(project.isInstalling);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = project.start();
    await until(() => second.output().includes('Waiting'));
    project.write('go', '');
    await second.ended;
  });

  it.concurrent('waits for another command that is installing, and then does not install', async () => {
    const project = new Project();
    const first = project.start();
    await until(project.isInstalling);
    const second = project.start();
    await until(() =>
      /^Another command \(process \d+\) is installing the packages\. Waiting for it to finish \.\.\.\n$/.test(
        second.output(),
      ),
    );
    project.write('go', '');
    expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
    expect(project.calls()).toBe('called ');
  });

  it.concurrent('installs once for commands that start at the same time', async () => {
    const project = new Project();
    project.write('go', '');
    const commands = [project.start(), project.start(), project.start()];
    expect(await Promise.all(commands.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect(project.calls()).toBe('called ');
  });

  it.concurrent('installs at once if the process in the lock file no longer exists', async () => {
    const project = new Project();
    project.write('.installing', String(spawnSync('true').pid));
    expect(await project.run()).toMatchObject({ status: 0, calls: expect.stringMatching(/^ci /) });
  });

  it.concurrent('rejects an old version of Node, and names the required version', async () => {
    const project = new Project();
    project.write('package.json', { engines: { node: '>=99.1' } });
    expect(await project.run()).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Found Node \d+\.\d+\.\d+; 99\.1 or newer is required\. Install a newer version .* version 24\.\n$/,
      ),
      calls: '',
    });
  });

  it('runs before every script in package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const commands = Object.keys(scripts).filter((name) => !name.startsWith('pre') && name !== 'test');
    expect(commands.filter((name) => scripts[`pre${name}`] !== 'node tools/ensure-installed.js')).toEqual([]);
    // `npm test` has no hook, because it starts with `npm run check`, which has a hook.
    expect(scripts.test).toMatch(/^npm run check && /);
  });
});
