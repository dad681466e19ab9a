import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { regionalClients } from '../aws/regional-clients';
import type { DeployedEnvironment } from './deployed-environment';

/** Returns the names of the environment's alarms that are in the state ALARM. @throws UserError if AWS rejects the request */
export async function activeAlarms({
  environment,
  aws,
}: Pick<DeployedEnvironment, 'environment' | 'aws'>): Promise<string[]> {
  if (environment.stack.resources('aws_cloudwatch_metric_alarm').length === 0) return [];
  const prefix = `${environment.project}-${environment.name}-`;
  const lists = regionalClients(environment, aws).map((clients) => alarmsIn(clients, prefix));
  return (await Promise.all(lists)).flat();
}

async function alarmsIn(aws: AwsClients, prefix: string): Promise<string[]> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const command = new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, StateValue: 'ALARM' });
  const { MetricAlarms = [] } = await (await aws.cloudWatch()).send(command).catch((error: unknown) => {
    throw toUserError(error, 'read the alarms (cloudwatch:DescribeAlarms)');
  });
  return MetricAlarms.map(({ AlarmName = '' }) => AlarmName);
}
