import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type OfflineProvider, startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import type * as Environments from '../../../tools/shared/environment';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { isolatedEnvironment, runTerraform } from '../../../tools/shared/terraform';
import { UnknownEnvironment } from '../../../tools/shared/user-error';
import { AccountContents } from '../aws/account-contents';
import { FakeAws } from '../aws/fake-aws';
import { goSettings } from '../terraform/go-settings';

/** The synthesized JSON of an environment. */
export interface Documents {
  readonly document: object;
  /** The JSON that `main.ts --unprotected` would write. */
  readonly unprotected: object;
}

/**
 * An environment that Terraform applies to the account of an offline provider. A fake AWS describes the same account. When commands run in
 * the test process, this file's `synthesize` replaces that of `tools/shared/synthesize`, and its `loadEnvironment` that of
 * `tools/shared/environment`.
 */
export class AppliedProject {
  readonly contents: AccountContents;
  /** The JSON of other environments by name. Commands can synthesize these environments, but Terraform has not applied them. */
  readonly others: Record<string, object> = {};

  private constructor(
    readonly name: string,
    readonly folder: string,
    readonly aws: FakeAws,
    private readonly provider: OfflineProvider,
    private readonly environment: NodeJS.ProcessEnv,
    public documents: Documents,
  ) {
    this.contents = new AccountContents(aws, provider.account);
  }

  static async start(name: string, documents: Documents): Promise<AppliedProject> {
    const folder = mkdtempSync(path.join(tmpdir(), 'applied-'));
    const environment = { ...process.env };
    const stack = path.join(folder, 'cdktf.out/stacks', name);
    mkdirSync(stack, { recursive: true });
    writeFileSync(path.join(stack, 'cdk.tf.json'), JSON.stringify(documents.document));
    const provider = await startOfflineProvider(usedTypes([path.join(stack, 'cdk.tf.json')]));
    const aws = await FakeAws.start();
    const own = { ...goSettings, ...provider.environment, ...aws.environment, CI: '' };
    Object.assign(process.env, isolatedEnvironment(folder, own));
    const project = new AppliedProject(name, folder, aws, provider, environment, documents);
    current = project;
    return project;
  }

  get account() {
    return this.provider.account;
  }

  /** The content of `cdk.tf.json` in the folder of the stack. */
  get json(): unknown {
    return JSON.parse(readFileSync(path.join(this.folderOf(this.name), 'cdk.tf.json'), 'utf8'));
  }

  /** Returns the folder of an environment's stack, in which Terraform runs. */
  folderOf(name: string): string {
    return path.join(this.folder, 'cdktf.out/stacks', name);
  }

  /**
   * Runs a terraform command.
   * @returns the output of the command
   * @throws Error if the exit code is not 0
   */
  async terraform(...args: readonly string[]): Promise<string> {
    const run = { folder: this.folderOf(this.name), environment: process.env, output: 'collect' } as const;
    const { exitCode, output } = await runTerraform([...args, '-no-color'], run);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}:\n${output}`);
    return output;
  }

  close(): void {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.environment);
    this.provider.stop();
    this.aws.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let current: AppliedProject | undefined;

function project(): AppliedProject {
  if (!current) throw new Error('No project was started.');
  return current;
}

/** Writes the JSON of an environment of the current project, without starting a process. */
export async function synthesize(
  name: string,
  _outdir: string,
  _stop: AbortSignal,
  { unprotected = false }: { readonly unprotected?: boolean } = {},
): Promise<SynthesizedStack> {
  const { documents, others } = project();
  const own = unprotected ? documents.unprotected : documents.document;
  const document = name === project().name ? own : others[name];
  if (document === undefined) throw new UnknownEnvironment(`There is no environment "${name}".`);
  const folder = project().folderOf(name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify(document));
  return new SynthesizedStack(document as SynthesizedStack['document']);
}

/**
 * Loads an environment as `tools/shared/environment` does, but returns a folder inside the current project. The original returns one inside
 * the working directory, which these suites do not change.
 */
export async function loadEnvironment(name: string, stop: AbortSignal): Promise<Environments.SynthesizedEnvironment> {
  const original: typeof Environments = jest.requireActual('../../../tools/shared/environment');
  return { ...(await original.loadEnvironment(name, stop)), folder: project().folderOf(name) };
}
