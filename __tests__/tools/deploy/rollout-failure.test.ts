import type { AwsClients } from '../../../tools/aws/clients';
import { failureMessage } from '../../../tools/deploy/rollout-failure';
import type { DeployedEnvironment } from '../../../tools/live/deployed-environment';
import type { RolloutResult, ServiceWatch } from '../../../tools/live/service-watch';

const rolledBack = 'waiting for ECS Service (arn) update: Service deployment rolled back because of an alarm';

interface Situation {
  readonly errors: readonly string[];
  readonly result?: RolloutResult;
  readonly hasShownFailure?: boolean;
  readonly unwrittenState?: string;
}

/** Returns the message for an environment with one alarm, which is in the state ALARM. */
function explain({ errors, result, hasShownFailure = false, unwrittenState }: Situation): Promise<string> {
  const send = async () => ({ MetricAlarms: [{ AlarmName: 'eight-digit-dev-targets-5xx' }] });
  const hasAlarms = (type: string) => (type === 'aws_cloudwatch_metric_alarm' ? [{}] : []);
  const opened = {
    environment: { name: 'dev', repositoryName: 'app', project: 'eight-digit', stack: { resources: hasAlarms } },
    aws: { cloudWatch: async () => ({ send }) } as unknown as AwsClients,
    terraform: { unwrittenState },
  } as unknown as DeployedEnvironment;
  const watch = {
    hasShownFailure,
    result: async () => {
      if (!result) throw new Error('ECS does not respond');
      return result;
    },
  } as unknown as ServiceWatch;
  return failureMessage(opened, errors, watch);
}

describe('The message of a failed apply', () => {
  it('names the active alarms and the running version if an alarm has caused a rollback', async () => {
    const result = { reason: 'ECS deployment failed: alarm detected.', servingImage: 'registry/app@sha256:1' };
    expect(await explain({ errors: [rolledBack], result })).toBe(
      [
        'The new version did not become healthy, and ECS rolled the deployment back.',
        'ECS says: ECS deployment failed: alarm detected.',
        'Active alarms: eight-digit-dev-targets-5xx',
        'This version is running: registry/app@sha256:1',
        'To find the cause: npm run logs dev or npm run status dev. Correct the cause and deploy again: npm run deploy dev',
      ].join('\n'),
    );
  });

  it('refers to the log lines of the failed tasks, if the command has printed them', async () => {
    const result = { reason: 'tasks failed to start.', servingImage: 'registry/app@sha256:1' };
    const message = await explain({
      errors: ['ECS rolled back to the previous version'],
      result,
      hasShownFailure: true,
    });
    expect(message).toContain(
      'The last log lines of the failed tasks are above. For more: npm run logs dev -- --previous',
    );
    expect(message).not.toContain('alarm');
  });

  it("contains Terraform's own message if ECS does not respond", async () => {
    expect(await explain({ errors: [rolledBack] })).toContain(`rolled the deployment back.\n  ${rolledBack}\n`);
  });

  it('lists the errors of Terraform if ECS did not roll back', async () => {
    expect(await explain({ errors: ['aws_vpc.main: Quota\n  exceeded', 'aws_lb.app: no'] })).toBe(
      'The apply failed:\n  aws_vpc.main: Quota exceeded\n  aws_lb.app: no\nCorrect the cause and run the same command again to apply the remaining changes.',
    );
  });

  it('reports expired credentials, and the location of the state that could not be written', async () => {
    const errors = ['aws_vpc.main: api error ExpiredToken: The security token included in the request is expired'];
    expect(await explain({ errors, unwrittenState: 'cdktf.out/stacks/dev/errored.tfstate' })).toMatch(
      /^Your AWS credentials have expired\. .*\nThe apply has stopped\. After renewing the credentials, run the same command again to apply the remaining changes\.\nTerraform could not write the state and saved it in cdktf\.out\/stacks\/dev\/errored\.tfstate\. Do not delete this file: the next run of this command writes it to the backend\.$/,
    );
  });
});
