import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { policyDocument } from '../iam/policy';
import { physicalName } from '../names';

export interface TopicProps {
  readonly environment: Environment;
  /** The account whose alarms may publish. */
  readonly accountId: string;
}

/**
 * The topic that alarms and the rule of failed deployments publish to. It is not encrypted with AWS's key for SNS: CloudWatch may not use that one, and its
 * alarms would be lost without a word; EventBridge may not either.
 * @returns the topic's ARN, known once alarms may publish
 */
export function defineTopic(scope: Construct, { environment, accountId }: TopicProps): string {
  const { arn } = new SnsTopic(scope, 'topic', { name: physicalName(environment, 'alarms', 'topic') });
  const policy = new SnsTopicPolicy(scope, 'policy', {
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
          ArnLike: { 'aws:SourceArn': `arn:*:cloudwatch:${environment.region}:${accountId}:alarm:*` },
        },
      },
      {
        Sid: 'FailedDeploymentsPublish',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: arn,
        // Without a condition: AWS allows none for EventBridge, and drops the messages if there is one.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
      },
      {
        Sid: 'RefusePlainHttp',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]),
  });
  const email = environment.monitoring?.email;
  if (email !== undefined) {
    // Terraform can neither confirm a subscription nor, before it is confirmed, remove it; AWS forgets it after two days.
    new SnsTopicSubscription(scope, 'email', { topicArn: arn, protocol: 'email', endpoint: email });
  }
  return policy.arn;
}
