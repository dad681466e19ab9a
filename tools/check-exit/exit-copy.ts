import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../shared/child-environment';
import { runSuccessfully } from '../shared/process';

/**
 * The packages of CDK Terrain. The first two are installed under the names of CDK for Terraform, so that no import
 * changes; the AWS bindings import the third.
 */
export const exitPackages = [
  'cdktf@npm:cdktn@0.24.0',
  '@cdktf/provider-aws@npm:@cdktn/provider-aws@25.7.0',
  'cdktn@0.24.0',
];

/** A temporary folder that contains a copy of the repository and all files that the checks write. */
export class ExitCopy {
  readonly #root = mkdtempSync(join(tmpdir(), 'check-exit-'));
  /** The copy. */
  readonly folder = join(this.#root, 'repository');
  /** The JSON that this repository synthesizes. */
  readonly ownOutdir = join(this.#root, 'own-json');
  /** The JSON that the copy synthesizes. */
  readonly outdir = join(this.#root, 'json');
  readonly #temporary = join(this.#root, 'tmp');

  constructor(readonly stop: AbortSignal) {
    mkdirSync(this.#temporary);
  }

  /** Installs the packages of package.json, with CDK Terrain. @throws UserError with npm's output, if it fails */
  async install(): Promise<void> {
    const options = ['--save-dev', '--save-exact', '--include=dev', '--no-audit', '--no-fund'];
    // npm gets the user's whole environment, because it may contain a registry and a proxy.
    await this.#npm(['install', ...options, ...exitPackages], process.env, [0]);
  }

  /** Runs a script of package.json in the copy. @returns what it printed @throws UserError if it fails */
  runScript(name: string, args: readonly string[] = [], successCodes: readonly number[] = [0]): Promise<string> {
    return this.#npm(['run', '--silent', name, '--', ...args], this.#environment(), successCodes);
  }

  /** Runs a file of an installed package in the copy. @returns what it printed @throws UserError if it fails */
  runPackage(file: string, ...args: readonly string[]): Promise<string> {
    return this.#run(process.execPath, [join('node_modules', file), ...args], this.#environment(), [0]);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #npm(args: readonly string[], env: NodeJS.ProcessEnv, successCodes: readonly number[]): Promise<string> {
    const { npm_execpath: npm } = process.env;
    return npm === undefined
      ? this.#run('npm', args, env, successCodes)
      : this.#run(process.execPath, [npm, ...args], env, successCodes);
  }

  #run(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    successCodes: readonly number[],
  ): Promise<string> {
    // In a process group, because npm does not pass a signal on to the processes that it starts.
    return runSuccessfully(program, args, { cwd: this.folder, env, stop: this.stop, detached: true }, successCodes);
  }

  #environment(): NodeJS.ProcessEnv {
    // The temporary files of killed processes are removed with the copy. Colour codes would break the patterns that read the output.
    return childEnvironment(process.env, { TMPDIR: this.#temporary, FORCE_COLOR: '0' });
  }
}
