import { setTimeout as sleep } from 'node:timers/promises';
import { toUserError } from '../aws/aws-error';
import { describeService } from '../aws/ecs-service';
import { colors, confirm, isInteractive } from '../console/terminal';
import type { CommandRun } from './command-run';
import type { DeployedEnvironment } from './deployed-environment';
import { pollMs, ServiceWatch } from './service-watch';

/** The timeout of the question after Ctrl-C, in milliseconds. */
const questionMs = 60_000;

/**
 * Waits, as a separate step, for a deployment that an earlier command has left running in ECS. Terraform would treat
 * its version as healthy.
 * @returns whether there was one
 */
export async function waitForRunningDeployment(props: DeployedEnvironment & CommandRun): Promise<boolean> {
  const { environment, aws, steps, stop } = props;
  if (!(await isDeploying(props))) return false;
  const watch = new ServiceWatch(environment, aws, (text) => steps.line(colors.dim(text.replace(/^/gm, '    '))));
  await steps.run('Wait for the deployment that runs in ECS', async () => {
    await watch.start();
    try {
      while (await isDeploying(props)) await sleep(pollMs(), undefined, { signal: stop });
    } finally {
      await watch.stop();
    }
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
 * While ECS replaces tasks, stopping the deployment restores the old version within seconds. Without a terminal,
 * nothing is stopped.
 * @returns what happens to the deployment; undefined if none runs
 */
export async function offerRollback(props: DeployedEnvironment & CommandRun): Promise<string | undefined> {
  const { clusterName: cluster, serviceName: service, name } = props.environment;
  const { ListServiceDeploymentsCommand, StopServiceDeploymentCommand } = await import('@aws-sdk/client-ecs');
  const ecs = await props.aws.ecs();
  const running = await ecs
    .send(new ListServiceDeploymentsCommand({ cluster, service, status: ['PENDING', 'IN_PROGRESS'] }))
    .catch(() => undefined);
  const serviceDeploymentArn = running?.serviceDeployments?.[0]?.serviceDeploymentArn;
  if (serviceDeploymentArn === undefined) return undefined;
  const goesOn = `ECS goes on with the deployment; npm run rollback ${name} restores the version before`;
  if (!isInteractive()) return goesOn;
  if (!(await confirm('A deployment is still running in ECS. Roll it back now?', AbortSignal.timeout(questionMs))))
    return goesOn;
  await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' })).catch((error) => {
    throw toUserError(error, 'roll back the deployment (ecs:StopServiceDeployment)');
  });
  return `ECS rolls the deployment back; npm run status ${name} shows when that is done`;
}
