import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isolatedEnvironment } from '../../../tools/shared/terraform';
import { until } from '../jest/until';
import { shortLife } from './short-life';

/** What a `terraform` command has come to. */
export interface Ended {
  readonly exitCode: number;
  /** Both streams in the order they came. */
  readonly output: string;
}

/** A `terraform` command that may still be running. */
export interface Command {
  readonly ended: Promise<Ended>;
  /** Waits until it has written something of this form. */
  writes(text: RegExp): Promise<void>;
  /** Ctrl-C. */
  interrupt(): void;
}

/** A project's folder with one synthesized stack, and a CLI configuration: where somebody runs `terraform`. */
export class Machine {
  /** The project's folder. */
  readonly root = mkdtempSync(join(tmpdir(), 'machine-'));
  /** The stack's folder, where the commands run. */
  readonly folder = join(this.root, 'cdktf.out', 'stacks', 'dev');
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();

  /**
   * @param cliConfiguration the whole file
   * @param environment what is set beside an isolated environment
   */
  constructor(cliConfiguration: string, environment: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.folder, { recursive: true });
    this.#environment = isolatedEnvironment(this.root, { ...shortLife, ...environment });
    this.logIn(cliConfiguration);
  }

  /** Replaces the CLI configuration. */
  logIn(cliConfiguration: string): void {
    writeFileSync(String(this.#environment.TF_CLI_CONFIG_FILE), cliConfiguration);
  }

  /** Puts a stack's JSON in the folder, in the place of the one before. */
  write(stack: object): void {
    writeFileSync(join(this.folder, 'cdk.tf.json'), JSON.stringify(stack));
  }

  start(...args: readonly string[]): Command {
    return this.#start(args, this.#environment, '');
  }

  /** Runs a command, and answers what it asks. */
  answer(answer: string, ...args: readonly string[]): Promise<Ended> {
    return this.#start(args, { ...this.#environment, TF_INPUT: '1' }, `${answer}\n`).ended;
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** Runs a command that must succeed, and gives its output. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.run(...args);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}:\n${output}`);
    return output;
  }

  remove(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }

  #start(args: readonly string[], env: NodeJS.ProcessEnv, input: string): Command {
    const child = spawn('terraform', [...args, '-no-color'], { cwd: this.folder, env });
    // A command that ends without having asked anything closes it first.
    child.stdin.on('error', () => undefined).end(input);
    this.#running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    return {
      ended: new Promise((resolve, reject) => {
        child.once('error', reject).once('close', (code) => {
          this.#running.delete(child);
          resolve({ exitCode: code ?? 1, output });
        });
      }),
      writes: async (text) => {
        await until(() => text.test(output)).catch(() => {
          throw new Error(`terraform ${args.join(' ')} did not write ${text}, but:\n${output}`);
        });
      },
      interrupt: () => child.kill('SIGINT'),
    };
  }
}
