import { setTimeout as sleep } from 'node:timers/promises';
import { toUserError } from '../aws/aws-error';
import { describeService } from '../aws/ecs-service';
import type { CommandRun } from '../console/command-run';
import { colors, confirm, isInteractive, type TerminalStreams } from '../console/terminal';
import type { DeployedEnvironment } from '../live/deployed-environment';
import { pollMs, ServiceWatch } from '../live/service-watch';
import type { Progress } from './progress';

/** How long to wait for the user to confirm a rollback, in milliseconds. No answer counts as no. */
const questionMs = 60_000;

/**
 * Waits, as a separate step, until ECS has ended a deployment that an earlier command has started. Without this wait,
 * Terraform would treat the version of that deployment as healthy.
 * After Ctrl-C, the user can roll back the deployment.
 * @returns whether there was such a deployment
 */
export async function waitForRunningDeployment(
  props: DeployedEnvironment & CommandRun & { readonly progress: Progress },
): Promise<boolean> {
  const { environment, aws, steps, stop, progress } = props;
  if (!(await isDeploying(props))) return false;
  const watch = new ServiceWatch(environment, aws, (text) => steps.line(colors.dim(text.replace(/^/gm, '    '))));
  const waiting = steps.run('Wait for the deployment that is running in ECS', async () => {
    await watch.start();
    try {
      while (await isDeploying(props)) await sleep(pollMs(), undefined, { signal: stop });
    } finally {
      await watch.stop();
    }
  });
  await waiting.catch(async (error: unknown) => {
    const outcome = stop.aborted ? await offerRollback(props) : undefined;
    if (outcome !== undefined) progress.complete(outcome);
    throw error;
  });
  return true;
}

async function isDeploying({ environment, aws }: DeployedEnvironment): Promise<boolean> {
  try {
    const service = await describeService(await aws.ecs(), environment);
    if (service?.status !== 'ACTIVE') return false;
    return (service.deployments ?? []).some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  } catch (error) {
    if ((error as Error).name === 'ClusterNotFoundException') return false;
    throw toUserError(error, 'read the service (ecs:DescribeServices)');
  }
}

/**
 * Asks whether to roll back the deployment that ECS is running. While ECS is still replacing tasks, a rollback takes
 * seconds. Without a terminal, does not ask and does not roll back.
 * @returns what happens to the deployment, as a clause for the message; undefined if no deployment is running
 */
export async function offerRollback(
  props: Pick<DeployedEnvironment, 'environment' | 'aws'>,
  terminal: TerminalStreams = process,
): Promise<string | undefined> {
  const { clusterName: cluster, serviceName: service, name } = props.environment;
  const { ListServiceDeploymentsCommand, StopServiceDeploymentCommand } = await import('@aws-sdk/client-ecs');
  const ecs = await props.aws.ecs();
  const running = await ecs
    .send(new ListServiceDeploymentsCommand({ cluster, service, status: ['PENDING', 'IN_PROGRESS'] }))
    .catch(() => undefined);
  const serviceDeploymentArn = running?.serviceDeployments?.[0]?.serviceDeploymentArn;
  if (serviceDeploymentArn === undefined) return undefined;
  const goesOn = `ECS continues the deployment; npm run rollback ${name} restores the previous version`;
  if (!isInteractive(terminal)) return goesOn;
  const question = 'A deployment is still running in ECS. Roll it back now?';
  if (!(await confirm(question, AbortSignal.timeout(questionMs), terminal))) return goesOn;
  try {
    await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
    return `ECS is rolling the deployment back; npm run status ${name} shows when it is done`;
  } catch (error) {
    const { message } = toUserError(error, 'roll back the deployment (ecs:StopServiceDeployment)') as Error;
    return `${goesOn} (${message})`;
  }
}
