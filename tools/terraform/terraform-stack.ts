import path from 'node:path';
import type { ApplyEvent } from './apply-event';
import { applySavedPlan } from './apply-saved-plan';
import { readCloudWorkspace } from './cloud-workspace';
import { createPlan, createPlanToApply, type PlanOutcome } from './create-plan';
import type { PlanJson } from './plan-json';
import { readOutputs } from './read-outputs';
import { resourcesOf, type StateResource } from './state-resources';
import { isAboutSecrets } from './terraform-error';
import { TerraformRunner, type TerraformRunnerProps } from './terraform-runner';
import { unwrittenState, writeUnwrittenState } from './unwritten-state';
import { WithheldPlan } from './withheld-plan';
import { checkWorkspaceVariables } from './workspace-variables';

export type TerraformStackProps = TerraformRunnerProps;

/** A plan: its changes as JSON, and the text that Terraform prints. */
export interface Plan extends PlanOutcome {
  /** The changes; undefined if Terraform Cloud withholds the JSON because the user is not an admin of the workspace. */
  readonly json: PlanJson | undefined;
}

/** Runs the `terraform` commands of a deployment in the folder of one stack. */
export class TerraformStack {
  readonly #terraform: TerraformRunner;

  constructor(private readonly props: TerraformStackProps) {
    this.#terraform = new TerraformRunner(props);
  }

  /**
   * Runs `terraform init`.
   * @throws UserError if Terraform fails, or if an environment variable selects a state other than the one in the
   * environment's file
   */
  async init(): Promise<void> {
    const { folder } = this.props;
    checkWorkspaceVariables(path.basename(folder), readCloudWorkspace(folder), this.#terraform.environment);
    await this.#terraform.succeed('init', '-input=false', '-no-color');
  }

  /** The URLs of the pages of all runs in Terraform Cloud, oldest first. */
  get runPages(): readonly string[] {
    return this.#terraform.notices.pages;
  }

  /** Returns the outputs of the last apply by name; an empty object before the first apply. */
  outputs(): Promise<Readonly<Record<string, unknown>>> {
    return readOutputs(this.#terraform, this.props.stop);
  }

  /** The file with a state that an earlier apply could not write to the backend; undefined if there is none. */
  get unwrittenState(): string | undefined {
    return unwrittenState(this.props.folder);
  }

  /**
   * If an earlier apply could not write its state to the backend, writes that state now.
   * @throws UserError if Terraform rejects the state
   */
  async writeUnwrittenState(): Promise<void> {
    await writeUnwrittenState(this.#terraform, this.props);
  }

  /**
   * Plans a change of the stack, and saves the plan for `apply`.
   * @param image the value of the variable `container_image`; undefined keeps the running image
   * @throws UserError with Terraform's message, or with the holder of the state lock
   */
  async plan(image?: string): Promise<Plan> {
    const args = image === undefined ? [] : [`-var=container_image=${image}`];
    const outcome = await createPlanToApply(this.#terraform, this.props, args);
    return { ...outcome, json: await this.readPlanIfAllowed() };
  }

  /** Plans to destroy everything in the state, and saves the plan for `apply`. @throws the same errors as `plan` */
  async planDestroy(): Promise<PlanJson> {
    try {
      return await this.#plan(['-destroy']);
    } catch (error) {
      // A refresh reads the parameters and secrets in `app.secrets`, but somebody may have deleted them before the
      // environment.
      if (!isAboutSecrets(error)) throw error;
      return this.#plan(['-destroy', '-refresh=false']);
    }
  }

  /**
   * Plans only these resources and the resources on which they depend, and saves the plan for `apply`.
   * @throws the same errors as `plan`
   */
  async planTargets(addresses: readonly string[]): Promise<PlanJson> {
    return this.#plan(addresses.map((address) => `-target=${address}`));
  }

  /** Returns the managed resources in the state; an empty list before the first apply. */
  async resources(): Promise<readonly StateResource[]> {
    await this.writeUnwrittenState();
    return resourcesOf(JSON.parse((await this.#terraform.succeed('state', 'pull')) || '{}'));
  }

  /** Removes the taint from a resource whose creation failed halfway, so that the next apply does not replace the resource. */
  async untaint(address: string): Promise<void> {
    await this.#terraform.succeed('untaint', '-no-color', ...this.#terraform.lockOptions, address);
  }

  async #plan(args: readonly string[]): Promise<PlanJson> {
    await createPlanToApply(this.#terraform, this.props, args);
    return this.readPlan();
  }

  /**
   * Runs `terraform plan` with these arguments, and saves the plan for `readPlan` and `apply`.
   * @throws UserError with Terraform's message, or with the holder of the state lock
   */
  createPlan(args: readonly string[]): Promise<PlanOutcome> {
    return createPlan(this.#terraform, this.props, args);
  }

  /**
   * Reads the last plan as JSON.
   * @throws WithheldPlan if Terraform Cloud does not return the JSON
   * @throws UserError with Terraform's message
   */
  async readPlan(): Promise<PlanJson> {
    return JSON.parse(
      await this.#terraform.succeed('show', '-json', '-no-color', this.#terraform.planFile),
    ) as PlanJson;
  }

  /** Reads the last plan as JSON. @returns undefined if Terraform Cloud withholds the JSON */
  async readPlanIfAllowed(): Promise<PlanJson | undefined> {
    return this.readPlan().catch((error) => {
      if (error instanceof WithheldPlan) return undefined;
      throw error;
    });
  }

  /** Applies the last plan. @see applySavedPlan */
  async apply(onEvent: (event: ApplyEvent) => void): Promise<readonly string[]> {
    return applySavedPlan(this.#terraform, this.props, onEvent);
  }
}
