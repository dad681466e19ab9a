import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import { Registry } from '../../../tools/image/registry/registry';
import { isolatedEnvironment } from '../../../tools/shared/terraform';
import { DeployedService } from '../aws/deployed-service';
import { FakeAws } from '../aws/fake-aws';
import { pushBaseImage } from '../registry/base-image';
import { RegistryServer } from '../registry/registry-server';
import type { Changes } from '../stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../stacks/synthesized';
import { goSettings } from '../terraform/go-settings';
import { type InProcessOptions, type Outcome, runInProcess, type Work } from './in-process';
import { mainThatWrites } from './local-stack';
import { quickStack } from './quick-synthesis';
import { runTool, type ToolProcess } from './tool-process';
import { installUntypedTsx } from './untyped-project';

const repository = path.resolve(__dirname, '../../..');

/** The `app/build.mjs` of the project. It copies one file, which is faster than bundling the real app. */
const bundler = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const [folder, metafile] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
writeFileSync(folder + '/server.js', readFileSync('app/server.ts'));
writeFileSync(metafile, JSON.stringify({ inputs: {} }));
`;

/** Resources that a test adds to the stack of an environment, by type and name. */
export interface Additions {
  readonly resource?: Readonly<Record<string, object>>;
}

function withAdditions(stack: SynthesizedStack, { resource }: Additions = {}): object {
  const added = Object.entries(resource ?? {}).map(([type, own]) => [type, { ...stack.resource[type], ...own }]);
  return { ...stack, resource: { ...stack.resource, ...Object.fromEntries(added) } };
}

/**
 * A git repository with an app and an environment, a registry, and a fake AWS. Terraform applies the environment to an offline provider,
 * and the fake AWS describes the provider's account.
 */
export interface DeployableProject {
  readonly folder: string;
  readonly aws: FakeAws;
  readonly service: DeployedService;
  readonly registry: RegistryServer;
  readonly account: DeployedServiceAccount;
  /** Returns the abbreviated id of the commit that last changed the app. The app's version begins with this id. */
  version(): string;
  /**
   * Writes the stack of `dev`: the fixture with these changes.
   * @param additions additions to the JSON of the stack
   */
  configure(changes: Changes, additions?: Additions): void;
  write(file: string, text: string): void;
  commit(): void;
  /** Runs `tools/<tool>.ts` in a separate process until it ends. */
  run(
    tool: string,
    args: readonly string[],
    environment?: Record<string, string>,
  ): Promise<{ exitCode: unknown; output: string }>;
  start(tool: string, args: readonly string[], environment?: Record<string, string>): ToolProcess;
  /** Runs a command's function in the process of the test, with the folder and the environment variables of the project. */
  inProcess(work: Work, options?: Partial<InProcessOptions>): Promise<Outcome>;
  close(): Promise<void>;
}

/**
 * Starts what terraform needs in addition to the offline provider, for example a fake Terraform Cloud that stores the state.
 * @param provider the environment variables with which terraform finds the offline provider
 * @param home the home directory of the commands
 * @returns the environment variables of the commands
 */
export type Surroundings = (
  provider: Readonly<Record<string, string>>,
  home: string,
) => Promise<Readonly<Record<string, string>>>;

type DeployedServiceAccount = Awaited<ReturnType<typeof startOfflineProvider>>['account'];

/**
 * Creates a project whose `dev` is the fixture with these changes, and commits it.
 * @param registryProgram the path of `docker-registry`
 */
export async function createDeployableProject(
  registryProgram: string,
  changes: Changes = {},
  surroundings: Surroundings = async (provider) => provider,
): Promise<DeployableProject> {
  const root = mkdtempSync(path.join(tmpdir(), 'deployable-'));
  const folder = path.join(root, 'project');
  mkdirSync(path.join(folder, 'app'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  installUntypedTsx(folder);
  for (const name of ['Dockerfile', 'contract.ts', '.gitignore'])
    copyFileSync(path.join(repository, name), path.join(folder, name));
  write('app/build.mjs', bundler);
  write('app/server.ts', 'one');
  const configure = (settings: Changes, additions?: Additions) => {
    const stack = withAdditions(synthesized(settings), additions);
    write('main.ts', mainThatWrites(stack));
    write(quickStack, JSON.stringify(stack));
  };
  configure(changes);

  const registry = await RegistryServer.start(registryProgram);
  await pushBaseImage(new Registry({ host: registry.host, stop: new AbortController().signal }), 'library/node', '24');
  const dockerfile = `ARG NODE_IMAGE=${registry.host}/library/node:24\n`;
  const original = execFileSync('sed', ['/^ARG NODE_IMAGE/d', path.join(folder, 'Dockerfile')], { encoding: 'utf8' });
  write('Dockerfile', dockerfile + original);
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'Begin');

  const provider = await startOfflineProvider(usedTypes([path.join(folder, quickStack)]));
  const aws = await FakeAws.start();
  const service = new DeployedService(aws, { account: provider.account, registry: `http://${registry.host}` });
  const environment = isolatedEnvironment(root, {
    ...goSettings,
    ...aws.environment,
    ...(await surroundings(provider.environment, root)),
    HOME: root,
    DEPLOY_POLL_MS: '250',
  });

  const project: DeployableProject = {
    folder,
    aws,
    service,
    registry,
    account: provider.account,
    version: () => git('log', '-1', '--format=%h', '--abbrev=12', '--', 'app', 'Dockerfile', 'contract.ts'),
    configure,
    write,
    commit() {
      git('add', '-A');
      git('commit', '-qm', 'Change');
    },
    start: (tool, args, own = {}) =>
      runTool(tool, args, { folder, environment: { ...(environment as Record<string, string>), CI: '', ...own } }),
    inProcess: (work, options = {}) =>
      runInProcess({ folder, ...options, environment: { ...environment, CI: '', ...options.environment } }, work),
    async run(tool, args, own) {
      const process = project.start(tool, args, own);
      return { exitCode: await process.ended, output: process.output() };
    },
    async close() {
      provider.stop();
      aws.stop();
      await registry.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return project;
}
