import type { AutomaticScale } from '../../../stacks/environment';
import { balanced } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

function scaled(scale: Omit<AutomaticScale, 'kind'>): SynthesizedStack {
  return synthesized({ ...balanced, scale: { kind: 'automatic', ...scale } });
}

const stack = scaled({ min: 2, max: 4 });
const target = resource(stack, 'aws_appautoscaling_target.app_autoscaling');

function policy(from: SynthesizedStack, metric: 'cpu' | 'requests') {
  return resource(from, `aws_appautoscaling_policy.app_autoscaling_${metric}`)
    .target_tracking_scaling_policy_configuration;
}

it('keeps the number of tasks between the two that the environment says', () => {
  expect(target).toMatchObject({ min_capacity: 2, max_capacity: 4 });
});

it('takes the same number twice', () => {
  expect(resource(scaled({ min: 2, max: 2 }), 'aws_appautoscaling_target.app_autoscaling')).toMatchObject({
    min_capacity: 2,
    max_capacity: 2,
  });
});

it('scales the service, by what a replacement of the service changes', () => {
  expect(target).toMatchObject({
    resource_id: reference('element(split(":", one(aws_ecs_service.app[*].id)), 5)'),
    scalable_dimension: 'ecs:service:DesiredCount',
    service_namespace: 'ecs',
  });
});

/** A minute until the next task is added, five until one is removed. */
const cooldowns = { scale_out_cooldown: 60, scale_in_cooldown: 300 };
const requestsLabel = `${reference('aws_lb.load_balancer.arn_suffix')}/${reference('aws_lb_target_group.load_balancer.arn_suffix')}`;

it.each([
  ['cpu', 60, { predefined_metric_type: 'ECSServiceAverageCPUUtilization' }],
  ['requests', 1000, { predefined_metric_type: 'ALBRequestCountPerTarget', resource_label: requestsLabel }],
] as const)(
  'adds tasks quickly and removes them slowly, by %s',
  (metric, target_value, predefined_metric_specification) => {
    expect(resource(stack, `aws_appautoscaling_policy.app_autoscaling_${metric}`)).toEqual({
      count: target.count,
      name: `eight-digit-staging-app-${metric}`,
      policy_type: 'TargetTrackingScaling',
      resource_id: reference('one(aws_appautoscaling_target.app_autoscaling[*].resource_id)'),
      scalable_dimension: 'ecs:service:DesiredCount',
      service_namespace: 'ecs',
      target_tracking_scaling_policy_configuration: { ...cooldowns, target_value, predefined_metric_specification },
    });
  },
);

it('aims at what the environment says', () => {
  const other = scaled({ min: 2, max: 4, cpuPercent: 40, requestsPerTask: 300 });
  expect([policy(other, 'cpu'), policy(other, 'requests')]).toMatchObject([
    { target_value: 40 },
    { target_value: 300 },
  ]);
});

it.each([
  'aws_appautoscaling_target.app_autoscaling',
  'aws_appautoscaling_policy.app_autoscaling_cpu',
  'aws_appautoscaling_policy.app_autoscaling_requests',
])('%s goes with the service when no image runs', (address) => {
  expect(resource(stack, address).count).toBe(resource(stack, 'aws_ecs_service.app').count);
});

it('leaves the number to autoscaling, which begins at the least', () => {
  expect(resource(stack, 'aws_ecs_service.app')).toMatchObject({
    desired_count: 2,
    lifecycle: { ignore_changes: ['desired_count'] },
  });
});

it('leaves a fixed number to Terraform', () => {
  const fixed = synthesized({ ...balanced, scale: { kind: 'fixed', tasks: 3 } });
  expect(fixed.resource).not.toHaveProperty('aws_appautoscaling_target');
  const { desired_count, lifecycle } = resource(fixed, 'aws_ecs_service.app');
  expect(desired_count).toBe(3);
  expect(lifecycle).not.toHaveProperty('ignore_changes');
});
