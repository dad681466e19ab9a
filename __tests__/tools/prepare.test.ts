import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

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
  copyFileSync(join(repository, 'tools/prepare.js'), join(root, 'tools/prepare.js'));
});

afterEach(() => rmSync(root, { recursive: true }));

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
