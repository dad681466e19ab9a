import type { AwsClients } from '../aws/clients';
import type { Steps } from '../console/steps';
import { colors, confirm, isInteractive } from '../console/terminal';
import type { SynthesizedEnvironment } from '../shared/environment';
import { Interrupted, UserError } from '../shared/user-error';
import { reportEvent } from '../terraform/apply-event';
import type { TerraformStack } from '../terraform/terraform-stack';
import { ServiceWatch } from './service-watch';

export interface RolloutProps {
  readonly environment: SynthesizedEnvironment;
  readonly terraform: TerraformStack;
  readonly aws: AwsClients;
  readonly steps: Steps;
  readonly stop: AbortSignal;
  /** The name of the step. */
  readonly title: string;
}

/**
 * Applies the last plan and shows what the service does meanwhile. At Ctrl-C terraform ends its work first; then a deployment that still
 * runs can be rolled back at once.
 * @throws UserError if the apply fails, with the reason and the version that serves
 */
export async function rollOut({ environment, terraform, aws, steps, stop, title }: RolloutProps): Promise<void> {
  const watch = new ServiceWatch(environment, aws, (text) => steps.line(colors.dim(text.replace(/^/gm, '    '))));
  const errors = await steps
    .run(title, async (report) => {
      await watch.start();
      try {
        const found = await terraform.apply(reportEvent(report));
        if (found.length > 0) throw new ApplyFailed(found);
        return found;
      } finally {
        await watch.stop();
      }
    })
    .catch((error: unknown) => {
      if (error instanceof ApplyFailed) return error.errors;
      throw error;
    });
  if (errors.length === 0 && !stop.aborted) return;
  if (stop.aborted) {
    await offerRollback(environment, aws);
    throw new Interrupted(
      'The apply was interrupted. Terraform has finished what it had begun. Run the same command again to complete the rest.',
    );
  }
  throw new UserError(await failureMessage(environment, errors, watch));
}

/** Ends the step as failed, with the errors that belong to it. */
class ApplyFailed extends Error {
  constructor(readonly errors: readonly string[]) {
    super('The apply failed.');
  }
}

async function failureMessage(
  { name }: SynthesizedEnvironment,
  errors: readonly string[],
  watch: ServiceWatch,
): Promise<string> {
  const rollout = await watch.result().catch(() => undefined);
  const rolledBack = errors.some((error) =>
    /rolled back|went back to the version before|No rollback candidate/i.test(error),
  );
  const reasons = errors.map((error) => `  ${error.trim().replace(/\s*\n\s*/g, ' ')}`).join('\n');
  if (!rolledBack)
    return `The apply failed:\n${reasons}\nCorrect the cause and run the same command again: it continues from here.`;
  const serving = rollout?.servingImage;
  return [
    'The new version did not become healthy, and ECS rolled the deployment back.',
    rollout?.reason ? `ECS says: ${rollout.reason}` : reasons,
    rollout &&
      (serving ? `The version that serves now: ${serving}` : 'No version serves, because there was none before.'),
    `Why the new one failed is above, in the lines of its tasks; npm run logs ${name} -- --previous shows more. Correct it and deploy again.`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** While ECS replaces tasks, a stop of the deployment brings the old version back within seconds. */
async function offerRollback(
  { clusterName: cluster, serviceName: service, name }: SynthesizedEnvironment,
  aws: AwsClients,
): Promise<void> {
  const { ListServiceDeploymentsCommand, StopServiceDeploymentCommand } = await import('@aws-sdk/client-ecs');
  const ecs = await aws.ecs();
  const running = await ecs
    .send(new ListServiceDeploymentsCommand({ cluster, service, status: ['PENDING', 'IN_PROGRESS'] }))
    .catch(() => undefined);
  const serviceDeploymentArn = running?.serviceDeployments?.[0]?.serviceDeploymentArn;
  if (serviceDeploymentArn === undefined) return;
  if (!isInteractive()) {
    console.error(`A deployment is still running in ECS. npm run rollback ${name} brings the version before back.`);
    return;
  }
  if (!(await confirm('A deployment is still running in ECS. Roll it back now?', AbortSignal.timeout(60_000)))) return;
  await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  console.log(`ECS is rolling back. npm run status ${name} shows when it is done.`);
}
