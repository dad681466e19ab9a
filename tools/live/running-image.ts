import type { ECSClient, Deployment as EcsDeployment, Service } from '@aws-sdk/client-ecs';
import { toUserError } from '../aws/aws-error';
import { describeService } from '../aws/ecs-service';
import type { DeployedEnvironment } from './deployed-environment';

/**
 * Returns the deployment that serves requests: the completed one. If none is completed, as during a rollback, returns the
 * first deployment that has running tasks and has not failed.
 */
export function servingDeployment(service: Service | undefined): EcsDeployment | undefined {
  const deployments = service?.deployments ?? [];
  return (
    deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED') ??
    deployments.find(({ rolloutState, runningCount = 0 }) => rolloutState !== 'FAILED' && runningCount > 0)
  );
}

/** Returns the image of the app's container in a task definition. */
export async function imageOf(ecs: ECSClient, taskDefinition: string): Promise<string | undefined> {
  const { DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  return found?.containerDefinitions?.find(({ essential }) => essential)?.image;
}

/**
 * Returns the image that the service runs or, during a deployment, the image that the service is starting. The history
 * does not yet contain an image that is being started.
 * @returns undefined if there is no service
 * @throws UserError if AWS rejects the request
 */
export async function readWantedImage({
  environment,
  aws,
}: Pick<DeployedEnvironment, 'environment' | 'aws'>): Promise<string | undefined> {
  const ecs = await aws.ecs();
  try {
    const service = await describeService(ecs, environment);
    const primary = service?.deployments?.find(({ status }) => status === 'PRIMARY')?.taskDefinition;
    return service?.status === 'ACTIVE' && primary ? await imageOf(ecs, primary) : undefined;
  } catch (error) {
    if ((error as Error).name === 'ClusterNotFoundException') return undefined;
    throw toUserError(error, 'read the service (ecs:DescribeServices, ecs:DescribeTaskDefinition)');
  }
}
