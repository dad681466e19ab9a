import { port } from '../../contract';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { Environment } from '../shared/environment';

/**
 * Where people reach the app: the address of the load balancer, or those of the running tasks.
 * @param outputs the stack's outputs
 * @returns no address if no task runs
 */
export async function findAddresses(
  { clusterName: cluster, serviceName }: Pick<Environment, 'clusterName' | 'serviceName'>,
  outputs: Readonly<Record<string, unknown>>,
  aws: AwsClients,
): Promise<readonly string[]> {
  if (typeof outputs.application_url === 'string') return [outputs.application_url];
  try {
    const { DescribeTasksCommand, ListTasksCommand } = await import('@aws-sdk/client-ecs');
    const ecs = await aws.ecs();
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName, desiredStatus: 'RUNNING' }));
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) }));
    const interfaces = tasks
      .filter(({ lastStatus }) => lastStatus === 'RUNNING')
      .flatMap(({ attachments = [] }) => attachments.flatMap(({ details = [] }) => details))
      .flatMap(({ name, value }) => (name === 'networkInterfaceId' && value ? [value] : []));
    if (interfaces.length === 0) return [];
    const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
    const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: interfaces });
    const { NetworkInterfaces = [] } = await (await aws.ec2()).send(command);
    return NetworkInterfaces.flatMap(({ Association }) => Association?.PublicIp ?? []).map(
      (ip) => `http://${ip}:${port}`,
    );
  } catch (error) {
    throw toUserError(error, 'find the public address of the tasks (ec2:DescribeNetworkInterfaces)');
  }
}
