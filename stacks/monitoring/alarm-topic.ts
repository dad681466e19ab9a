import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { denyPlainHttp, policyDocument } from '../iam/policy';
import { physicalName } from '../names';

export interface TopicProps {
  readonly environment: Environment;
  /** The id of the AWS account. Only alarms of this account may publish. */
  readonly accountId: string;
  /** The last part of the name of the topic. */
  readonly name: string;
  /** The region of the topic, which is also the region of its alarms. @default the region of the environment */
  readonly region?: string;
}

/**
 * Defines an SNS topic for alarms and failed deployments. The topic is not encrypted with the AWS managed key for SNS: CloudWatch and
 * EventBridge cannot use that key, so their messages would be lost without an error.
 * @returns the ARN of the topic. It is a reference to the topic's policy, so Terraform creates the policy before each resource that uses
 * the ARN
 */
export function defineTopic(scope: Construct, { environment, accountId, name, region }: TopicProps): string {
  const { arn } = new SnsTopic(scope, 'topic', { region, name: physicalName(environment, name, 'topic') });
  const policy = new SnsTopicPolicy(scope, 'policy', {
    region,
    arn,
    policy: policyDocument([
      {
        Sid: 'AlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: arn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnLike: { 'aws:SourceArn': `arn:*:cloudwatch:${region ?? environment.region}:${accountId}:alarm:*` },
        },
      },
      {
        Sid: 'FailedDeploymentsPublish',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: arn,
        // EventBridge supports no condition here: with one, its messages are lost.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
      },
      denyPlainHttp('sns:Publish', arn),
    ]),
  });
  const email = environment.monitoring?.email;
  if (email !== undefined) {
    // Terraform can neither confirm a subscription nor delete an unconfirmed one. AWS deletes an unconfirmed subscription after two days.
    new SnsTopicSubscription(scope, 'email', { region, topicArn: arn, protocol: 'email', endpoint: email });
  }
  return policy.arn;
}
