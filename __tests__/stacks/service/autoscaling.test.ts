import type { AutomaticScale } from '../../../stacks/settings/scale-settings';
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

describe('Autoscaling', () => {
  it('keeps the number of tasks between min and max', () => {
    expect(target).toMatchObject({ min_capacity: 2, max_capacity: 4 });
  });

  it('accepts the same number as min and max', () => {
    expect(resource(scaled({ min: 2, max: 2 }), 'aws_appautoscaling_target.app_autoscaling')).toMatchObject({
      min_capacity: 2,
      max_capacity: 2,
    });
  });

  it('refers to the id of the service, so that the target is replaced together with the service', () => {
    expect(target).toMatchObject({
      resource_id: reference('element(split(":", one(aws_ecs_service.app[*].id)), 5)'),
      scalable_dimension: 'ecs:service:DesiredCount',
      service_namespace: 'ecs',
    });
  });

  /** One minute between additions of tasks, five minutes between removals. */
  const cooldowns = { scale_out_cooldown: 60, scale_in_cooldown: 300 };
  const requestsLabel = `${reference('aws_lb.load_balancer.arn_suffix')}/${reference('aws_lb_target_group.load_balancer.arn_suffix')}`;

  it.each([
    ['cpu', 60, { predefined_metric_type: 'ECSServiceAverageCPUUtilization' }],
    ['requests', 1000, { predefined_metric_type: 'ALBRequestCountPerTarget', resource_label: requestsLabel }],
  ] as const)(
    'adds tasks quickly and removes them slowly, based on %s',
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

  it('has the target values that the environment file sets', () => {
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
  ])('deletes %s together with the service if no image runs', (address) => {
    expect(resource(stack, address).count).toBe(resource(stack, 'aws_ecs_service.app').count);
  });

  it('starts the service with min tasks; Terraform ignores later changes to the number of tasks', () => {
    expect(resource(stack, 'aws_ecs_service.app')).toMatchObject({
      desired_count: 2,
      lifecycle: { ignore_changes: expect.arrayContaining(['desired_count']) },
    });
  });

  it('does not exist if the number of tasks is fixed', () => {
    const fixed = synthesized({ ...balanced, scale: { kind: 'fixed', tasks: 3 } });
    expect(fixed.resource).not.toHaveProperty('aws_appautoscaling_target');
    expect(resource(fixed, 'aws_ecs_service.app')).toMatchObject({
      desired_count: 3,
      lifecycle: { ignore_changes: expect.not.arrayContaining(['desired_count']) },
    });
  });
});
