import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Process, runSuccessfully } from '../../../tools/shared/process';
import { shortLife } from '../terraform/short-life';
import type { Log } from './log';

export interface WorkerOptions {
  /** What the caller has uploaded, as tar.gz. */
  readonly upload: Buffer;
  /** The variables of the run: names to HCL expressions. */
  readonly variables: Readonly<Record<string, string>>;
  /** The CLI configuration with the run's own token. */
  readonly cliConfiguration: string;
  readonly runId: string;
  /** The environment variables of the workspace. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The empty machine that a run executes on: the upload, the run's variables, and nothing of the caller's. */
export class Worker {
  readonly #root = mkdtempSync(join(tmpdir(), 'remote-run-'));
  readonly #folder = join(this.#root, 'config');
  readonly #environment: Readonly<Record<string, string>>;
  #running: Process | undefined;

  private constructor({ variables, cliConfiguration, runId, environment }: WorkerOptions) {
    mkdirSync(this.#folder);
    const lines = Object.entries(variables).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(join(this.#folder, 'run.auto.tfvars'), lines.join(''));
    writeFileSync(join(this.#root, 'terraform.rc'), cliConfiguration);
    this.#environment = {
      PATH: process.env.PATH ?? '',
      HOME: this.#root,
      CHECKPOINT_DISABLE: '1',
      ...shortLife,
      TF_CLI_CONFIG_FILE: join(this.#root, 'terraform.rc'),
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      // With it the `cloud` block means: the state is there, and the work is done here.
      TF_FORCE_LOCAL_BACKEND: '1',
      TFE_RUN_ID: runId,
      TFC_RUN_ID: runId,
      ...environment,
    };
  }

  /** Unpacks the upload. */
  static async start(options: WorkerOptions): Promise<Worker> {
    const worker = new Worker(options);
    await runSuccessfully('tar', ['-xz'], { cwd: worker.#folder, input: options.upload });
    return worker;
  }

  /** What it writes is of interest only where it fails. */
  async initialize(log: Log): Promise<number> {
    const output: Buffer[] = [];
    const code = await this.terraform(['init', '-input=false'], { append: (piece) => output.push(piece) });
    if (code !== 0) log.append(Buffer.concat(output));
    return code;
  }

  /** Runs a command, writes its output to the log while it comes, and gives its exit code. */
  async terraform(args: readonly string[], log: { append(piece: Buffer): void }): Promise<number> {
    const { child, ended } = this.#start([...args, '-no-color']);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => log.append(Buffer.from(text)));
    return (await ended).exitCode ?? 1;
  }

  /** Gives what a command writes to its standard output. */
  async read(args: readonly string[]): Promise<string> {
    return (await this.#start(args).ended).stdout;
  }

  /** Asks the command that runs to stop; Terraform first finishes what it has begun. */
  interrupt(): void {
    this.#running?.signal('SIGINT');
  }

  async remove(): Promise<void> {
    this.#running?.signal('SIGKILL');
    await this.#running?.ended;
    rmSync(this.#root, { recursive: true, force: true });
  }

  #start(args: readonly string[]): Process {
    this.#running = new Process('terraform', args, { cwd: this.#folder, env: this.#environment });
    return this.#running;
  }
}
