import path from 'node:path';
import type { StateKind } from '../shared/environment';
import { UserError } from '../shared/user-error';
import { permissionHint } from './permission-hint';
import { createPrivateFolder } from './private-folder';
import { RunNotices } from './run-notices';
import { type Finished, runWithFiles } from './run-with-files';
import { explainError } from './terraform-error';
import { WithheldPlan } from './withheld-plan';
import { withoutWorkspace } from './workspace-variables';

export interface TerraformRunnerProps {
  /** The folder with the synthesized JSON. */
  readonly folder: string;
  readonly state: StateKind;
  readonly stop: AbortSignal;
  /** How long to wait for the state lock. @default not at all */
  readonly lockTimeout?: string | undefined;
  /** The environment of terraform. @default that of this process */
  readonly environment?: NodeJS.ProcessEnv;
  /** The path of the file that keeps the plan. @default a file that only this process can read, until it ends */
  readonly planFile?: string | undefined;
  /** Receives messages for the user while a command runs: the page of its run in Terraform Cloud, and what it waits for. */
  readonly notify?: (text: string) => void;
}

/** Runs `terraform` commands in the folder of one stack. */
export class TerraformRunner {
  readonly notices: RunNotices;
  #privateFolder: string | undefined;

  constructor(private readonly props: TerraformRunnerProps) {
    this.notices = new RunNotices(props.notify ?? (() => undefined));
  }

  get environment(): NodeJS.ProcessEnv {
    return this.props.environment ?? process.env;
  }

  get planFile(): string {
    return this.props.planFile ?? path.join(this.#files, 'plan.tfplan');
  }

  /** The option that waits for the state lock. */
  get lockOptions(): readonly string[] {
    return this.props.lockTimeout === undefined ? [] : [`-lock-timeout=${this.props.lockTimeout}`];
  }

  /**
   * Runs a command to its end, even after a stop.
   * @param onLine receives each line of standard output
   */
  run(
    args: readonly string[],
    onLine?: (line: string) => void,
    stop: AbortSignal = this.props.stop,
  ): Promise<Finished> {
    const environment = withoutWorkspace(this.environment);
    return runWithFiles(args, { cwd: this.props.folder, environment, files: this.#files, stop, onLine });
  }

  /**
   * Runs a command that has to succeed.
   * @returns its standard output
   * @throws UserError with Terraform's message, or WithheldPlan
   */
  async succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(args);
    this.props.stop.throwIfAborted();
    if (exitCode === 0) return stdout;
    throw this.failure(args[0], stdout, stderr);
  }

  /** Returns the error for a command that has failed. */
  failure(command: string | undefined, stdout: string, stderr: string): UserError {
    if (this.props.state === 'cloud' && WithheldPlan.isMeantBy(stderr)) return new WithheldPlan();
    const explanation = explainError(stderr, this.props);
    if (explanation !== undefined) return new UserError(explanation);
    const text = stderr.trim() || stdout.trim();
    const hint = permissionHint(text, path.basename(this.props.folder));
    return new UserError([`terraform ${command} failed:\n${text}`, ...(hint ? [hint] : [])].join('\n\n'));
  }

  /** A folder that only this process uses. It is inside `.terraform`, which is not uploaded to Terraform Cloud. */
  get #files(): string {
    this.#privateFolder ??= createPrivateFolder(path.join(this.props.folder, '.terraform'));
    return this.#privateFolder;
  }
}
