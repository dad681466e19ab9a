import path from 'node:path';
import type { StateKind } from '../shared/state-kind';
import { UserError } from '../shared/user-error';
import { permissionHint } from './permission-hint';
import { createPrivateFolder } from './private-folder';
import { RunNotices } from './run-notices';
import { type Finished, runWithFiles } from './run-with-files';
import { explainError } from './terraform-error';
import { WithheldPlan } from './withheld-plan';
import { withoutWorkspace } from './workspace-variables';

export interface TerraformRunnerProps {
  /** The folder with the stack's synthesized JSON. */
  readonly folder: string;
  readonly state: StateKind;
  readonly stop: AbortSignal;
  /** How long to wait for the state lock, such as `60m`. @default does not wait */
  readonly lockTimeout?: string | undefined;
  /** The environment variables of terraform. @default those of this process */
  readonly environment?: NodeJS.ProcessEnv;
  /** The path of the file in which the plan is saved. @default a file in a private folder, which is removed when this process exits */
  readonly planFile?: string | undefined;
  /** Receives messages for the user while terraform runs: the URL of a run in Terraform Cloud, and what that run is waiting for. */
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

  /** The option that makes terraform wait for the state lock; empty without `lockTimeout`. */
  get lockOptions(): readonly string[] {
    return this.props.lockTimeout === undefined ? [] : [`-lock-timeout=${this.props.lockTimeout}`];
  }

  /**
   * Runs a terraform command until it ends, even after `stop` is aborted.
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
   * Runs a terraform command that must succeed.
   * @returns the standard output
   * @throws UserError with Terraform's message
   * @throws WithheldPlan if Terraform Cloud does not return the JSON of the plan
   */
  async succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(args);
    this.props.stop.throwIfAborted();
    if (exitCode === 0) return stdout;
    throw this.failure(args[0], stdout, stderr);
  }

  /** Returns the error to throw after a terraform command has failed. */
  failure(command: string | undefined, stdout: string, stderr: string): UserError {
    if (this.props.state === 'cloud' && WithheldPlan.isMeantBy(stderr)) return new WithheldPlan();
    const explanation = explainError(stderr, this.props);
    if (explanation !== undefined) return new UserError(explanation);
    const text = stderr.trim() || stdout.trim();
    const hint = permissionHint(text, path.basename(this.props.folder));
    return new UserError([`terraform ${command} failed:\n${text}`, ...(hint ? [hint] : [])].join('\n\n'));
  }

  /**
   * A folder that only this process uses. The folder is in `.terraform`, because Terraform does not upload `.terraform`
   * to Terraform Cloud.
   */
  get #files(): string {
    this.#privateFolder ??= createPrivateFolder(path.join(this.props.folder, '.terraform'));
    return this.#privateFolder;
  }
}
