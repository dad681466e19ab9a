import type { AwsClients } from '../../../tools/aws/clients';
import { regionalClients } from '../../../tools/aws/regional-clients';
import { activeAlarms } from '../../../tools/deployed/alarms';
import type { DeployedEnvironment } from '../../../tools/deployed/deployed-environment';

/** Clients that find one alarm, with the name of their region. */
function clients(region: string): AwsClients {
  const send = async () => ({ MetricAlarms: [{ AlarmName: `alarm in ${region}` }] });
  return { region, inRegion: clients, cloudWatch: async () => ({ send }) } as unknown as AwsClients;
}

/** Returns an environment with resources of these types. */
function environmentWith(...types: readonly string[]) {
  const stack = { resources: (type: string) => (types.includes(type) ? [{}] : []) };
  return { project: 'eight-digit', name: 'prod', stack } as unknown as DeployedEnvironment['environment'];
}

describe('Regional clients', () => {
  it.each([
    ['only its region without CloudFront', [], 'eu-central-1', ['eu-central-1']],
    ['also us-east-1 with CloudFront', ['aws_cloudfront_distribution'], 'eu-central-1', ['eu-central-1', 'us-east-1']],
    ['us-east-1 once, if it is its region', ['aws_cloudfront_distribution'], 'us-east-1', ['us-east-1']],
  ])('of an environment contain %s', (_which, types, region, expected) => {
    const found = regionalClients(environmentWith(...types), clients(region));
    expect(found.map((one) => one.region)).toEqual(expected);
  });

  it('find the alarms of CloudFront', async () => {
    const environment = environmentWith('aws_cloudfront_distribution', 'aws_cloudwatch_metric_alarm');
    expect(await activeAlarms({ environment, aws: clients('eu-central-1') })).toEqual([
      'alarm in eu-central-1',
      'alarm in us-east-1',
    ]);
  });
});
