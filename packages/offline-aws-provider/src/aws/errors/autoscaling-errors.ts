import { scalableResourceId } from '../attributes/ecs-attributes';
import type { ErrorChecks } from './error-checks';

/**
 * The checks of Application Auto Scaling, by resource type.
 * Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html and `RegisterScalableTarget` in the
 * same API reference
 */
export const autoscalingErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_appautoscaling_policy: {
    write: ({ resource_id }, account) =>
      account.find('aws_appautoscaling_target', 'resource_id', resource_id)
        ? undefined
        : `ObjectNotFoundException: ${resource_id} is not registered as a scalable target.`,
  },
  aws_appautoscaling_target: {
    write: ({ resource_id }, account) =>
      account.resources('aws_ecs_service').some((service) => scalableResourceId(service) === resource_id)
        ? undefined
        : `ValidationException: the ECS service ${resource_id} does not exist.`,
  },
};
