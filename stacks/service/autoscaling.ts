import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as MetricSpecification,
} from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { Fn, type TerraformCount } from 'cdktf';
import { Construct } from 'constructs';
import type { AutomaticScale } from '../settings/scale-settings';
import { attributeOrNull } from '../terraform/optional-resource';

export interface AutoscalingProps {
  readonly scale: AutomaticScale;
  /** The `count` of the service. Autoscaling has the same count, so it exists only with a service. */
  readonly count: TerraformCount;
  readonly serviceArn: string;
  /** The load balancer and the target group whose requests AWS counts, in the format `app/…/targetgroup/…`. */
  readonly requestsLabel: string;
  /** The first part of the names of the scaling policies. */
  readonly name: string;
}

const scalable = { scalableDimension: 'ecs:service:DesiredCount', serviceNamespace: 'ecs' } as const;

/** Target tracking of the CPU utilization and the requests per task. It adds tasks quickly and removes them slowly. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalingProps) {
    super(scope, id);
    const { scale, count, serviceArn, requestsLabel, name } = props;
    const target = new AppautoscalingTarget(this, 'target', {
      ...scalable,
      count,
      // The part `service/<cluster>/<service>` of the ARN. When a service is replaced, AWS deletes its scaling target and policies.
      // Terraform creates them again, because the ARN is unknown in the plan of a replacement.
      resourceId: Fn.element(Fn.split(':', serviceArn), 5),
      minCapacity: scale.min,
      maxCapacity: scale.max,
    });
    const definePolicy = (metric: string, targetValue: number, predefinedMetricSpecification: MetricSpecification) =>
      new AppautoscalingPolicy(this, metric, {
        ...scalable,
        count,
        name: `${name}-${metric}`,
        policyType: 'TargetTrackingScaling',
        resourceId: attributeOrNull(target, 'resource_id'),
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification,
          targetValue,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      });
    definePolicy('cpu', scale.cpuPercent ?? 60, { predefinedMetricType: 'ECSServiceAverageCPUUtilization' });
    definePolicy('requests', scale.requestsPerTask ?? 1000, {
      predefinedMetricType: 'ALBRequestCountPerTarget',
      resourceLabel: requestsLabel,
    });
  }
}
