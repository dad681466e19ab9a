import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Process } from '../../../tools/shared/process';
import { runSuccessfully } from '../../../tools/shared/run-process';
import { goSettings } from '../terraform/go-settings';
import type { Log } from './log';

export interface WorkerOptions {
  /** The uploaded configuration as tar.gz. */
  readonly upload: Buffer;
  /** The Terraform variables of the run: HCL expressions by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** The CLI configuration of the run, which contains the token of the run. */
  readonly cliConfiguration: string;
  readonly runId: string;
  /** The environment variables of the workspace. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The machine that executes a remote run. It has only the uploaded configuration and the variables of the run. It does not get the files or
 * the environment variables of the client's machine.
 */
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
      ...goSettings,
      TF_CLI_CONFIG_FILE: join(this.#root, 'terraform.rc'),
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      // This variable makes terraform execute commands on this machine, while the state stays in Terraform Cloud.
      TF_FORCE_LOCAL_BACKEND: '1',
      TFE_RUN_ID: runId,
      TFC_RUN_ID: runId,
      ...environment,
    };
  }

  /** Creates a worker and unpacks the uploaded configuration. */
  static async start(options: WorkerOptions): Promise<Worker> {
    const worker = new Worker(options);
    await runSuccessfully('tar', ['-xz'], { cwd: worker.#folder, input: options.upload });
    return worker;
  }

  /**
   * Runs `terraform init`, and writes the output to the log only if the command fails.
   * @returns the exit code
   */
  async initialize(log: Log): Promise<number> {
    const output: Buffer[] = [];
    const code = await this.terraform(['init', '-input=false'], { append: (piece) => output.push(piece) });
    if (code !== 0) log.append(Buffer.concat(output));
    return code;
  }

  /**
   * Runs a terraform command, and writes its output to the log while it runs.
   * @returns the exit code
   */
  async terraform(args: readonly string[], log: { append(piece: Buffer): void }): Promise<number> {
    const { child, ended } = this.#start([...args, '-no-color']);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => log.append(Buffer.from(text)));
    return (await ended).exitCode ?? 1;
  }

  /**
   * Runs a terraform command.
   * @returns the standard output of the command
   */
  async read(args: readonly string[]): Promise<string> {
    return (await this.#start(args).ended).stdout;
  }

  /** Interrupts the running command. terraform then finishes the operations that it has started, and ends. */
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
