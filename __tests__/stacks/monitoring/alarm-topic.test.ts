import { balanced } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized({ ...balanced, monitoring: { email: 'alarms@example.com' } });
const account = reference('data.aws_caller_identity.current.account_id');
const statements = JSON.parse(String(resource(stack, 'aws_sns_topic_policy.monitoring').policy)).Statement;

describe('alarm topic', () => {
  it('has no KMS key, because CloudWatch cannot use the AWS managed key for SNS', () => {
    expect(resource(stack, 'aws_sns_topic.monitoring')).toEqual({ name: 'eight-digit-staging-alarms' });
  });

  it('accepts messages only over TLS, from alarms of this account and region and from EventBridge', () => {
    const publish = { Action: 'sns:Publish', Resource: reference('aws_sns_topic.monitoring.arn') };
    expect(statements).toEqual([
      {
        Sid: 'AlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        ...publish,
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:*:cloudwatch:eu-central-1:${account}:alarm:*` },
        },
      },
      // EventBridge supports no conditions in this statement: with a condition, its messages would be lost.
      {
        Sid: 'FailedDeploymentsPublish',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        ...publish,
      },
      {
        Sid: 'RefusePlainHttp',
        Effect: 'Deny',
        Principal: '*',
        ...publish,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  it('has a subscription for the email address in the environment file', () => {
    expect(resource(stack, 'aws_sns_topic_subscription.monitoring_email')).toEqual({
      topic_arn: reference('aws_sns_topic.monitoring.arn'),
      protocol: 'email',
      endpoint: 'alarms@example.com',
    });
  });

  it('has a counterpart in us-east-1 for the alarms of CloudFront, with a different name', () => {
    const cdn = { kind: 'load-balanced', cdn: {} } as const;
    const behindCdn = synthesized({ ...balanced, ingress: cdn, monitoring: { email: 'alarms@example.com' } });
    const region = 'us-east-1';
    expect(resource(behindCdn, 'aws_sns_topic.monitoring_cdn')).toEqual({
      region,
      name: 'eight-digit-staging-cdn-alarms',
    });
    expect(resource(behindCdn, 'aws_sns_topic_policy.monitoring_cdn')).toMatchObject({
      region,
      policy: expect.stringContaining(`arn:*:cloudwatch:us-east-1:${account}:alarm:*`),
    });
    expect(resource(behindCdn, 'aws_sns_topic_subscription.monitoring_cdn_email').region).toBe(region);
  });

  it('has no subscription without an email address', () => {
    expect(synthesized({ monitoring: {} }).resource).not.toHaveProperty('aws_sns_topic_subscription');
  });
});
