import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PlanJson } from '../plan/plan-json';
import type { StateKind } from '../shared/environment';
import { UserError } from '../shared/user-error';
import { type ApplyEvent, errorIn, parseApplyEvent, toLogEvent } from './apply-event';
import { readCloudWorkspace } from './cloud-workspace';
import { createPrivateFolder } from './private-folder';
import { type Finished, runWithFiles } from './run-with-files';
import { resourcesOf, type StateResource } from './state-resources';
import { explainError, explainRefusal } from './terraform-error';
import { errorsInText } from './text-errors';
import { checkWorkspaceVariables, withoutWorkspace } from './workspace-variables';

export interface TerraformStackProps {
  /** The folder with the synthesized JSON. */
  readonly folder: string;
  readonly state: StateKind;
  readonly stop: AbortSignal;
  /** How long to wait for a lock of the state. @default not at all */
  readonly lockTimeout?: string;
  /** The environment of terraform. @default that of this process */
  readonly environment?: NodeJS.ProcessEnv;
  /** The path of the file that keeps the plan. @default a file that only this process can read, until it ends */
  readonly planFile?: string;
}

/** What `terraform plan` says, apart from the plan itself. */
export interface PlanOutcome {
  /** Whether an apply would change a resource, an address in the state or an output. */
  readonly hasChanges: boolean;
  /** What Terraform prints for people. */
  readonly text: string;
}

/** One stack, and the `terraform` commands that deployments run in it. */
export class TerraformStack {
  #privateFolder: string | undefined;

  constructor(private readonly props: TerraformStackProps) {}

  /** @throws UserError with Terraform's message, or if a variable of the shell names another state */
  async init(): Promise<void> {
    const { folder } = this.props;
    checkWorkspaceVariables(path.basename(folder), readCloudWorkspace(folder), this.#environment);
    await this.#succeed('init', '-input=false', '-no-color');
  }

  /** The outputs of the last apply by name; none before the first. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { exitCode, stdout, stderr } = await this.#run(['output', '-json', '-no-color']);
    this.props.stop.throwIfAborted();
    // Terraform Cloud's response for a workspace that has no state yet.
    if (/state version outputs: resource not found/.test(stderr)) return {};
    if (exitCode !== 0) throw this.#failure('output', stdout, stderr);
    const outputs = JSON.parse(stdout || '{}') as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The file with a state that an earlier apply could not write to its place, or undefined if there is none. */
  get unwrittenState(): string | undefined {
    const file = path.join(this.props.folder, 'errored.tfstate');
    return existsSync(file) ? file : undefined;
  }

  /** Writes the state that an earlier apply could not write. @throws UserError if Terraform refuses it */
  async writeUnwrittenState(): Promise<void> {
    const file = this.unwrittenState;
    if (file === undefined) return;
    const { exitCode, stderr } = await this.#run(['state', 'push', '-no-color', ...this.#lock(), path.basename(file)]);
    this.props.stop.throwIfAborted();
    if (exitCode !== 0) {
      throw new UserError(
        explainError(stderr, this.props) ??
          `An earlier apply saved its state in ${file}, because it could not write it. Terraform refuses it now:\n${stderr.trim()}\nNothing was changed. docs/state.md says how to compare the two states.`,
      );
    }
    await rm(file);
  }

  /**
   * Plans, and keeps the plan for `apply`.
   * @param image the value of `container_image`; undefined keeps the running image
   * @throws UserError with Terraform's message, or with the holder of the lock
   */
  async plan(image?: string): Promise<PlanJson> {
    return this.#plan(image === undefined ? [] : [`-var=container_image=${image}`]);
  }

  /** Plans to destroy everything in the state, and keeps the plan for `apply`. @see plan */
  async planDestroy(): Promise<PlanJson> {
    return this.#plan(['-destroy']);
  }

  /** Plans only these resources and what they depend on, and keeps the plan for `apply`. @see plan */
  async planTargets(addresses: readonly string[]): Promise<PlanJson> {
    return this.#plan(addresses.map((address) => `-target=${address}`));
  }

  /** The managed resources of the state; none before the first apply. */
  async resources(): Promise<readonly StateResource[]> {
    await this.writeUnwrittenState();
    return resourcesOf(JSON.parse((await this.#succeed('state', 'pull')) || '{}'));
  }

  /** Makes Terraform keep a resource whose creation failed halfway, instead of replacing it. */
  async untaint(address: string): Promise<void> {
    await this.#succeed('untaint', '-no-color', ...this.#lock(), address);
  }

  async #plan(args: readonly string[]): Promise<PlanJson> {
    // Without it, the plan would create again what exists.
    await this.writeUnwrittenState();
    await this.createPlan(args);
    return this.readPlan();
  }

  /**
   * Plans with arguments of `terraform plan`, and keeps the plan for `readPlan` and `apply`.
   * @throws UserError with Terraform's message, or with the holder of the lock
   */
  async createPlan(args: readonly string[]): Promise<PlanOutcome> {
    const options = ['-input=false', '-no-color', '-detailed-exitcode', `-out=${this.#planFile}`];
    const { exitCode, stdout } = await this.#runToSuccess(['plan', ...options, ...args, ...this.#lock()], [0, 2]);
    return { hasChanges: exitCode === 2, text: stdout };
  }

  /** Reads the last plan. @throws UserError with Terraform's message */
  async readPlan(): Promise<PlanJson> {
    return JSON.parse(await this.#succeed('show', '-json', '-no-color', this.#planFile)) as PlanJson;
  }

  /**
   * Applies the last plan. At a stop Terraform gets one interrupt and ends what it has begun.
   * @returns the errors, as Terraform says them; empty if the apply succeeded
   * @throws UserError if the apply could not begin
   */
  async apply(onEvent: (event: ApplyEvent) => void): Promise<readonly string[]> {
    const errors: string[] = [];
    // An apply that may run in Terraform Cloud prints text: a remote run has no JSON.
    const isText = this.props.state === 'cloud';
    const command = ['apply', '-input=false', isText ? '-no-color' : '-json', ...this.#lock(), this.#planFile];
    const { exitCode, stdout, stderr } = await this.#run(command, (line) => {
      const event = isText ? toLogEvent(line) : parseApplyEvent(line);
      if (event === undefined) return;
      errors.push(...errorIn(event));
      onEvent(event);
    });
    if (exitCode === 0) return [];
    if (isText) errors.push(...errorsInText(`${stdout}\n${stderr}`));
    const found = errors.length > 0 ? errors : [stderr.trim() || `terraform apply exited with ${exitCode}`];
    for (const error of found) {
      const refusal = explainRefusal(error, this.props);
      if (refusal !== undefined) throw new UserError(refusal);
    }
    return found;
  }

  /** What only this process uses. It is inside `.terraform`, which Terraform Cloud does not get. */
  get #files(): string {
    this.#privateFolder ??= createPrivateFolder(path.join(this.props.folder, '.terraform'));
    return this.#privateFolder;
  }

  get #planFile(): string {
    return this.props.planFile ?? path.join(this.#files, 'plan.tfplan');
  }

  #lock(): string[] {
    return this.props.lockTimeout === undefined ? [] : [`-lock-timeout=${this.props.lockTimeout}`];
  }

  /** Runs a command that has to succeed, and returns its standard output. */
  async #succeed(...args: readonly string[]): Promise<string> {
    return (await this.#runToSuccess(args, [0])).stdout;
  }

  async #runToSuccess(args: readonly string[], successCodes: readonly number[]): Promise<Finished> {
    const finished = await this.#run(args);
    this.props.stop.throwIfAborted();
    const { exitCode, stdout, stderr } = finished;
    if (successCodes.includes(exitCode)) return finished;
    throw this.#failure(args[0], stdout, stderr);
  }

  #failure(command: string | undefined, stdout: string, stderr: string): UserError {
    return new UserError(
      explainError(stderr, this.props) ??
        `terraform ${command} failed:
${stderr.trim() || stdout.trim()}`,
    );
  }

  get #environment(): NodeJS.ProcessEnv {
    return this.props.environment ?? process.env;
  }

  #run(args: readonly string[], onLine?: (line: string) => void): Promise<Finished> {
    const { folder, stop } = this.props;
    const environment = withoutWorkspace(this.#environment);
    return runWithFiles(args, { cwd: folder, environment, files: this.#files, stop, onLine });
  }
}
