import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../shared/child-environment';
import { runSuccessfully, type SuccessfulRunOptions } from '../shared/run-process';

/**
 * The packages of CDK Terrain. The first two are installed under the names of CDK for Terraform, so that no import
 * changes. The third is a dependency of the AWS bindings.
 */
export const exitPackages = [
  'cdktf@npm:cdktn@0.24.0',
  '@cdktf/provider-aws@npm:@cdktn/provider-aws@25.7.0',
  'cdktn@0.24.0',
];

/** A temporary folder with a copy of the repository, and with all files that the checks write. */
export class ExitCopy {
  readonly #root = mkdtempSync(join(tmpdir(), 'check-exit-'));
  /** The folder with the copy of the repository. */
  readonly folder = join(this.#root, 'repository');
  /** The folder for the JSON that this repository synthesizes. */
  readonly ownOutdir = join(this.#root, 'own-json');
  /** The folder for the JSON that the copy synthesizes. */
  readonly outdir = join(this.#root, 'json');
  readonly #temporary = join(this.#root, 'tmp');

  constructor(readonly stop: AbortSignal) {
    mkdirSync(this.#temporary);
  }

  /**
   * Installs the packages of package.json in the copy, with CDK Terrain instead of CDK for Terraform.
   * @throws UserError with the output of npm if npm fails
   */
  async install(): Promise<void> {
    const options = ['--save-dev', '--save-exact', '--include=dev', '--no-audit', '--no-fund'];
    // npm gets all environment variables of the user, because they may configure a registry and a proxy.
    await this.#npm(['install', ...options, ...exitPackages], { env: process.env });
  }

  /** Runs a script of package.json in the copy. @returns the output @throws UserError if the script fails */
  runScript(name: string, args: readonly string[] = [], successCodes?: readonly number[]): Promise<string> {
    return this.#npm(['run', '--silent', name, '--', ...args], { env: this.#environment(), successCodes });
  }

  /** Runs a file of an installed package in the copy. @returns the output @throws UserError if the file fails */
  runPackage(file: string, ...args: readonly string[]): Promise<string> {
    return this.#run(process.execPath, [join('node_modules', file), ...args], { env: this.#environment() });
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #npm(args: readonly string[], options: SuccessfulRunOptions): Promise<string> {
    const { npm_execpath: npm } = process.env;
    return npm === undefined ? this.#run('npm', args, options) : this.#run(process.execPath, [npm, ...args], options);
  }

  #run(program: string, args: readonly string[], options: SuccessfulRunOptions): Promise<string> {
    // Use a separate process group, so that a signal also ends the processes that npm has started. npm itself does not forward signals to
    // them.
    return runSuccessfully(program, args, { ...options, cwd: this.folder, stop: this.stop, detached: true });
  }

  #environment(): NodeJS.ProcessEnv {
    // TMPDIR is in the same temporary folder as the copy, so that temporary files of killed processes are removed together with the copy.
    // FORCE_COLOR turns colours off, because colour codes would break the patterns for the output.
    return childEnvironment(process.env, { TMPDIR: this.#temporary, FORCE_COLOR: '0' });
  }
}
