import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Process } from '../../../tools/shared/process';
import { isolatedEnvironment, type TerraformResult } from '../../../tools/shared/terraform';
import { goSettings } from './go-settings';

/** A `terraform` command that may still be running. */
export interface RunningCommand {
  readonly ended: Promise<TerraformResult>;
  /** Waits until the output of the command matches this pattern. */
  prints(text: RegExp): Promise<unknown>;
  /** Interrupts the command, as Ctrl-C does. */
  interrupt(): void;
}

/** The machine of one user. It has a project folder with one synthesized stack, and a CLI configuration of Terraform. */
export class Machine {
  /** The path of the project's folder. */
  readonly root = mkdtempSync(join(tmpdir(), 'machine-'));
  /** The path of the stack's folder, in which the commands run. */
  readonly folder = join(this.root, 'cdktf.out', 'stacks', 'dev');
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Set<Process>();

  /**
   * @param cliConfiguration the content of Terraform's CLI configuration file
   * @param environment environment variables in addition to those of `isolatedEnvironment`
   */
  constructor(cliConfiguration: string, environment: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.folder, { recursive: true });
    this.#environment = isolatedEnvironment(this.root, { ...goSettings, ...environment });
    this.logIn(cliConfiguration);
  }

  /** Replaces the CLI configuration, for example to use the token of another user. */
  logIn(cliConfiguration: string): void {
    writeFileSync(String(this.#environment.TF_CLI_CONFIG_FILE), cliConfiguration);
  }

  /** Writes the JSON of a stack into the stack's folder. */
  write(stack: object): void {
    writeFileSync(join(this.folder, 'cdk.tf.json'), JSON.stringify(stack));
  }

  start(...args: readonly string[]): RunningCommand {
    return this.#start(args, this.#environment, '');
  }

  /** Runs a terraform command that asks a question, and answers it. */
  runWithAnswer(answer: string, ...args: readonly string[]): Promise<TerraformResult> {
    return this.#start(args, { ...this.#environment, TF_INPUT: '1' }, `${answer}\n`).ended;
  }

  run(...args: readonly string[]): Promise<TerraformResult> {
    return this.start(...args).ended;
  }

  /**
   * Runs a terraform command.
   * @returns the output of the command
   * @throws Error if the exit code is not 0
   */
  async succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.run(...args);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}:\n${output}`);
    return output;
  }

  remove(): void {
    for (const terraform of this.#running) terraform.signal('SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }

  #start(args: readonly string[], env: NodeJS.ProcessEnv, input: string): RunningCommand {
    const terraform = new Process('terraform', [...args, '-no-color'], { cwd: this.folder, env, input });
    this.#running.add(terraform);
    return {
      ended: terraform.ended
        .then(({ exitCode, output }) => ({ exitCode: exitCode ?? 1, output }))
        .finally(() => this.#running.delete(terraform)),
      prints: (text) => terraform.prints(text),
      interrupt: () => terraform.signal('SIGINT'),
    };
  }
}
