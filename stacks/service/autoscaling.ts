import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as MetricSpecification,
} from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { Fn, type TerraformCount } from 'cdktf';
import { Construct } from 'constructs';
import type { AutomaticScale } from '../environment';
import { attributeOrNull } from '../optional-resource';

export interface AutoscalingProps {
  readonly scale: AutomaticScale;
  /** Of the service: there is nothing to scale while no image runs. */
  readonly count: TerraformCount;
  readonly serviceArn: string;
  /** `app/…/targetgroup/…`: the load balancer and the target group whose requests count. */
  readonly requestsLabel: string;
  /** Begins the names of the policies. */
  readonly name: string;
}

const scalable = { scalableDimension: 'ecs:service:DesiredCount', serviceNamespace: 'ecs' } as const;

/** Adds tasks quickly when there is more to do, and takes them away slowly. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalingProps) {
    super(scope, id);
    const { scale, count, serviceArn, requestsLabel, name } = props;
    const target = new AppautoscalingTarget(this, 'target', {
      ...scalable,
      count,
      // `service/<cluster>/<service>`, out of the ARN, which is unknown while a service is replaced: AWS takes its target and
      // policies away with it, and only so does Terraform make them anew.
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
