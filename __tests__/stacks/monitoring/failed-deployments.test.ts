import { balanced } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(balanced);
const rule = resource(stack, 'aws_cloudwatch_event_rule.monitoring_failed_deployments');
const target = resource(stack, 'aws_cloudwatch_event_target.monitoring_failed_deployments');
const account = reference('data.aws_caller_identity.current.account_id');

describe('FailedDeployments', () => {
  it("matches only failed deployments of the environment's service", () => {
    expect(JSON.parse(String(rule.event_pattern))).toEqual({
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      resources: [`arn:aws:ecs:eu-central-1:${account}:service/eight-digit-staging-cluster/eight-digit-staging-app`],
      detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
    });
    expect(resource(stack, 'aws_ecs_cluster.cluster').name).toBe('eight-digit-staging-cluster');
    expect(resource(stack, 'aws_ecs_service.app').name).toBe('eight-digit-staging-app');
  });

  it('exists before the first deployment, because that deployment may fail', () => {
    expect(rule.count).toBeUndefined();
    expect(JSON.stringify([rule, target])).not.toContain('aws_ecs_service');
  });

  it('publishes a sentence with the reason for the failure, and is created after the topic policy', () => {
    expect(rule).toMatchObject({
      name: 'eight-digit-staging-failed-deployments',
      description: 'Failed deployments of eight-digit-staging-app',
    });
    expect(target).toMatchObject({
      target_id: 'alarms',
      rule: reference('aws_cloudwatch_event_rule.monitoring_failed_deployments.name'),
      arn: reference('aws_sns_topic_policy.monitoring.arn'),
      input_transformer: { input_paths: { reason: '$.detail.reason', time: '$.time' } },
    });
    const { input_template } = target.input_transformer as { input_template: string };
    expect(JSON.parse(input_template)).toMatch(/^A deployment of eight-digit-staging-app failed at <time>: <reason> /);
  });

  it('does not exist without monitoring', () => {
    expect(synthesized({ ...balanced, monitoring: undefined }).resource).not.toHaveProperty(
      'aws_cloudwatch_event_rule',
    );
  });
});
