import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { listTasks } from '../aws/ecs-service';
import type { SynthesizedEnvironment } from '../shared/environment';

/** Returns a sentence that names the networks that can reach the app; undefined if the whole internet can. */
export function describeLimit({ allowed_networks: networks }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof networks === 'string'
    ? `Only these networks can reach the app (ingress.allowFrom): ${networks}.`
    : undefined;
}

/**
 * Returns the public addresses of the app: the address of the load balancer or, without a load balancer, the addresses
 * of the running tasks.
 * @param outputs the outputs of the stack
 * @returns an empty list if no task is running
 */
export async function findAddresses(
  environment: Pick<SynthesizedEnvironment, 'clusterName' | 'serviceName' | 'port'>,
  outputs: Readonly<Record<string, unknown>>,
  aws: AwsClients,
): Promise<readonly string[]> {
  if (typeof outputs.application_url === 'string') return [outputs.application_url];
  try {
    const tasks = await listTasks(await aws.ecs(), environment, { desiredStatus: 'RUNNING' });
    const interfaces = tasks
      .filter(({ lastStatus }) => lastStatus === 'RUNNING')
      .flatMap(({ attachments = [] }) => attachments.flatMap(({ details = [] }) => details))
      .flatMap(({ name, value }) => (name === 'networkInterfaceId' && value ? [value] : []));
    if (interfaces.length === 0) return [];
    const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
    const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: interfaces });
    const { NetworkInterfaces = [] } = await (await aws.ec2()).send(command);
    return NetworkInterfaces.flatMap(({ Association }) => Association?.PublicIp ?? []).map(
      (ip) => `http://${ip}:${environment.port}`,
    );
  } catch (error) {
    if ((error as Error).name === 'ClusterNotFoundException') return [];
    const actions = 'ecs:ListTasks, ecs:DescribeTasks, ec2:DescribeNetworkInterfaces';
    throw toUserError(error, `find the public address of the tasks (${actions})`);
  }
}
