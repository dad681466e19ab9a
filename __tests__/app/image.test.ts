import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { healthCheck, heapOptions, port, variables } from '../../contract';
import { AppProcess, bundled } from '../support/http/app-process';
import { environmentOf } from '../support/stores/dynamodb';

const root = join(__dirname, '../..');
const { dist, metafile } = bundled();

describe('Bundle', () => {
  test('contains only the app, the profiles feature with its migration, shared code, and the views', () => {
    const files = readdirSync(dist).filter((name) => !/^shared-\w+\.js$/.test(name));
    expect(files.sort()).toEqual(['migrate.js', 'package.json', 'profiles.js', 'server.js', 'views']);
    expect(readdirSync(join(dist, 'views')).sort()).toEqual(readdirSync(join(root, 'app/views')).sort());
  });

  test('is readable by every user, regardless of the umask of the build', () => {
    const modes = ['.', ...(readdirSync(dist, { recursive: true }) as string[])].map((name) => {
      const { mode } = statSync(join(dist, name));
      return (mode & 0o777).toString(8);
    });
    expect([...new Set(modes)].sort()).toEqual(['644', '755']);
  });

  test('does not load the code of profiles when the app starts', () => {
    const { outputs } = readMetafile();
    const loaded = (name: string): string[] => {
      const { imports = [], inputs = {} } = outputs[name] ?? {};
      const others = imports.filter(({ kind }) => kind === 'import-statement').flatMap(({ path }) => loaded(path));
      return [...Object.keys(inputs), ...others];
    };
    const profiles = /app\/profiles\/|node_modules\/(pg|kysely|busboy|@aws-sdk\/(client-s3|rds-signer))\//;
    const folder = dirname(Object.keys(outputs).find((name) => name.endsWith('/server.js')) ?? '');

    expect(loaded(join(folder, 'server.js')).filter((input) => profiles.test(input))).toEqual([]);
    expect(loaded(join(folder, 'profiles.js')).some((input) => profiles.test(input))).toBe(true);
  });

  test('contains only packages that app/ depends on', () => {
    const { inputs } = readMetafile();
    const bundled = new Set(Object.keys(inputs).flatMap((path) => packageFolder(path) ?? []));
    const closure = closureOfApp();
    expect([...bundled].filter((folder) => !closure.has(folder))).toEqual([]);
    expect(bundled.has('node_modules/koa')).toBe(true);
  });

  test('starts and responds without node_modules', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'image-run-'));
    cpSync(dist, folder, { recursive: true });
    // No process listens on this port, so the store is down, and every route that needs the store must return 503.
    const environment = { ...environmentOf('http://127.0.0.1:9'), [variables.table]: 'Entries', APP_VERSION: '1.2.3' };
    const app = await AppProcess.start(environment, { folder, args: ['server.js'] });
    try {
      const health = await fetch(`${app.origin}/health`);
      expect(await health.json()).toEqual({ status: 'ok', version: '1.2.3' });
      expect((await fetch(app.origin)).status).toBe(503);
      expect((await post(app.origin, { username: 'ada', digits: '00000001' })).status).toBe(503);
      expect((await post(app.origin, { username: '', digits: '1' })).status).toBe(422);
      app.child.kill('SIGTERM');
      expect(await app.exited).toBe(0);
    } finally {
      await app.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('Dockerfile', () => {
  const dockerfile = DockerfileParser.parse(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const instructions = dockerfile.getInstructions().map((instruction) => ({
    keyword: instruction.getKeyword(),
    text: instruction.getTextContent().slice(instruction.getInstruction().length).trim(),
  }));
  const lastStage = instructions.slice(instructions.map(({ keyword }) => keyword).lastIndexOf('FROM'));
  const argumentsOf = (keyword: string) => lastStage.filter((i) => i.keyword === keyword).map((i) => i.text);

  test('pins an exact base image of the major version in .nvmrc', () => {
    const base = instructions.find(({ keyword }) => keyword === 'ARG')?.text ?? '';
    const major = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
    expect(base).toMatch(new RegExp(`^NODE_IMAGE=docker\\.io/library/node:${major}\\.\\d+\\.\\d+-bookworm-slim$`));
  });

  test('copies only the bundle into the last stage, and has no RUN instruction in that stage', () => {
    expect(argumentsOf('COPY')).toEqual(['--from=build /src/app/dist ./']);
    expect(argumentsOf('ADD')).toEqual([]);
    expect(argumentsOf('RUN')).toEqual([]);
  });

  test('does not run the app as root', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
  });

  test('runs node as PID 1, so that node receives SIGTERM', () => {
    const [command = ''] = argumentsOf('CMD');
    expect(JSON.parse(command)).toEqual(['node', ...heapOptions, 'server.js']);
    expect(argumentsOf('ENTRYPOINT')).toEqual([]);
  });

  test('exposes the port in contract.ts', () => {
    expect(argumentsOf('EXPOSE')).toEqual([String(port)]);
  });

  test('checks health with the command and the timeouts in contract.ts', () => {
    const [check = ''] = argumentsOf('HEALTHCHECK');
    expect(JSON.parse(check.slice(check.indexOf('[')))).toEqual([...healthCheck.command]);
    expect(check).toContain(`--interval=${healthCheck.intervalSeconds}s`);
    expect(check).toContain(`--timeout=${healthCheck.timeoutSeconds}s`);
    expect(check).toContain(`--start-period=${healthCheck.startPeriodSeconds}s`);
    expect(check).toContain(`--retries=${healthCheck.retries}`);
  });

  test('uses the version of app/package.json unless the build sets another version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'app/package.json'), 'utf8')) as { version: string };
    expect(argumentsOf('ARG')).toEqual([`APP_VERSION=${version}`]);
  });
});

/** The parts of esbuild's metafile that these tests use. */
interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<
    Record<
      string,
      { readonly inputs: object; readonly imports: readonly { readonly path: string; readonly kind: string }[] }
    >
  >;
}

function readMetafile(): Metafile {
  return JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
}

interface LockedPackage {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * Returns the folders of all packages that the app depends on, directly or indirectly, resolved from the lock file as
 * Node would.
 */
function closureOfApp(): Set<string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const closure = new Set<string>();
  const visit = (folder: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = lock.packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = resolvePackage(lock.packages, folder, name);
      if (!found || closure.has(found)) continue;
      closure.add(found);
      visit(found);
    }
  };
  visit('app');
  return closure;
}

function resolvePackage(packages: Record<string, LockedPackage>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = folder === '.' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (folder === '.') return undefined;
  }
}

/**
 * Returns the folder of a package: `node_modules/a/lib/b.js` is in `node_modules/a`. Returns undefined for our own
 * files.
 */
function packageFolder(path: string): string | undefined {
  return /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

function post(address: string, fields: Record<string, string>): Promise<Response> {
  return fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
}
