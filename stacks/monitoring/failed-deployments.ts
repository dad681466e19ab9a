import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { physicalName } from '../names';

export interface FailedDeploymentsProps {
  readonly environment: Environment;
  /** The id of the AWS account. */
  readonly accountId: string;
  /** The ARN of the SNS topic that receives the events. Its policy must allow EventBridge to publish. */
  readonly topicArn: string;
}

/**
 * Reports failed deployments of the service to the topic. It uses an EventBridge rule, because there is no metric of failed deployments.
 * The rule exists before the first deployment, so it contains the names of the service and the cluster instead of references to them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export class FailedDeployments extends Construct {
  constructor(scope: Construct, id: string, { environment, accountId, topicArn }: FailedDeploymentsProps) {
    super(scope, id);
    const { region } = environment;
    const [cluster, service] = [
      physicalName(environment, 'cluster', 'cluster'),
      physicalName(environment, 'app', 'service'),
    ];
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: ruleName(environment),
      description: `Failed deployments of ${service}`,
      eventPattern: JSON.stringify({
        source: ['aws.ecs'],
        'detail-type': ['ECS Deployment State Change'],
        resources: [`arn:aws:ecs:${region}:${accountId}:service/${cluster}/${service}`],
        detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
      }),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'alarms',
      arn: topicArn,
      inputTransformer: {
        inputPaths: { reason: '$.detail.reason', time: '$.time' },
        inputTemplate: JSON.stringify(
          `A deployment of ${service} failed at <time>: <reason> ECS rolls back to the previous version, if there is one. Look first at the events of the ECS service, then at the log of the app.`,
        ),
      },
    });
  }
}

function ruleName(environment: Environment): string {
  return physicalName(environment, 'failed-deployments', 'rule');
}
