import type { AwsClients } from '../aws/clients';
import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { logIn } from '../preflight/preflight';
import { loadEnvironment, type SynthesizedEnvironment } from '../shared/environment';
import { requireTerraform } from '../shared/terraform';
import { TerraformStack } from '../terraform/terraform-stack';

/** An environment, with everything that commands need to inspect or change it. */
export interface DeployedEnvironment {
  readonly environment: SynthesizedEnvironment;
  readonly aws: AwsClients;
  readonly terraform: TerraformStack;
}

export interface OpenOptions {
  readonly stop: AbortSignal;
  readonly steps: Steps;
  /** Whether to wait while another command holds the state lock. @default false */
  readonly wait?: boolean;
  /** The path of the file in which the plan is saved. @default a file that is removed at the end */
  readonly planFile?: string | undefined;
}

/**
 * Synthesizes an environment, checks the credentials, and runs `terraform init`.
 * @throws UserError if one of these steps fails
 */
export async function openEnvironment(name: string, options: OpenOptions): Promise<DeployedEnvironment> {
  return connect(await synthesizeEnvironment(name, options), options);
}

/**
 * Synthesizes an environment as a separate step. This must be the first step, because only the synthesis shows which
 * environments exist.
 * @throws UserError if there is no such environment, or if its settings are invalid
 */
export async function synthesizeEnvironment(
  name: string,
  { stop, steps }: OpenOptions,
): Promise<SynthesizedEnvironment> {
  return steps.run('Synthesize', () => loadEnvironment(name, stop, (warnings) => steps.line(warnings)));
}

/**
 * Checks the credentials, and runs `terraform init`.
 * @throws UserError if one of these steps fails
 */
export async function connect(
  environment: SynthesizedEnvironment,
  { stop, steps, wait, planFile }: OpenOptions,
): Promise<DeployedEnvironment> {
  await requireTerraform();
  const aws = await steps.run('Check credentials', () => logIn(environment));
  const { folder, state } = environment;
  const terraform = new TerraformStack({
    folder,
    state,
    stop,
    lockTimeout: wait ? '60m' : undefined,
    planFile,
    notify: (text) => steps.line(colors.dim(`    ${text}`)),
  });
  await steps.run('terraform init', () => terraform.init());
  return { environment, aws, terraform };
}
