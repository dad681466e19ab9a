import type { AwsClients } from '../../../tools/aws/clients';
import { regionalClients } from '../../../tools/aws/regional-clients';
import { activeAlarms } from '../../../tools/live/alarms';
import type { DeployedEnvironment } from '../../../tools/live/deployed-environment';

/** Returns fake AWS clients. In each region, CloudWatch finds one alarm, whose name contains the region. */
function clients(region: string): AwsClients {
  const send = async () => ({ MetricAlarms: [{ AlarmName: `alarm in ${region}` }] });
  return { region, inRegion: clients, cloudWatch: async () => ({ send }) } as unknown as AwsClients;
}

/** Returns an environment whose stack contains one resource of each of these types. */
function environmentWith(...types: readonly string[]) {
  const stack = { resources: (type: string) => (types.includes(type) ? [{}] : []) };
  return { project: 'eight-digit', name: 'prod', stack } as unknown as DeployedEnvironment['environment'];
}

describe('Regional clients', () => {
  it.each([
    ['only the region of the environment, without CloudFront', [], 'eu-central-1', ['eu-central-1']],
    [
      'the region of the environment and us-east-1, with CloudFront',
      ['aws_cloudfront_distribution'],
      'eu-central-1',
      ['eu-central-1', 'us-east-1'],
    ],
    [
      'us-east-1 only once, if an environment with CloudFront is in that region',
      ['aws_cloudfront_distribution'],
      'us-east-1',
      ['us-east-1'],
    ],
  ])('are created for %s', (_which, types, region, expected) => {
    const found = regionalClients(environmentWith(...types), clients(region));
    expect(found.map((one) => one.region)).toEqual(expected);
  });

  it('include us-east-1, so that the alarms of CloudFront are found', async () => {
    const environment = environmentWith('aws_cloudfront_distribution', 'aws_cloudwatch_metric_alarm');
    expect(await activeAlarms({ environment, aws: clients('eu-central-1') })).toEqual([
      'alarm in eu-central-1',
      'alarm in us-east-1',
    ]);
  });
});
