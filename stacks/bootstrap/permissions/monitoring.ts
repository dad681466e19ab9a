import type { Statement } from '../../iam/policy';
import type { EnvironmentResources } from './environment-resources';
import { scalableTargetArns } from './read';
import { allow } from './statements';

/** The permissions to change autoscaling, alarms, the dashboard and the topic of alarms. */
export function monitoringStatements(resources: EnvironmentResources): Statement[] {
  const { prefix } = resources;
  return [
    ...scalingStatements(resources),
    allow(
      'cloudwatch',
      ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource'],
      // Application Auto Scaling creates alarms for a scaling policy with the caller's permissions.
      resources.regional('cloudwatch', `alarm:${prefix}-*`, `alarm:TargetTracking-service/${prefix}-*`),
    ),
    allow('cloudwatch', ['DeleteDashboards', 'PutDashboard'], resources.global('cloudwatch', `dashboard/${prefix}-*`)),
    allow(
      'events',
      ['DeleteRule', 'PutRule', 'PutTargets', 'RemoveTargets', 'TagResource', 'UntagResource'],
      resources.regional('events', `rule/${prefix}-*`),
    ),
    allow(
      'sns',
      ['CreateTopic', 'DeleteTopic', 'SetTopicAttributes', 'Subscribe', 'TagResource', 'Unsubscribe', 'UntagResource'],
      resources.regional('sns', `${prefix}-*`),
    ),
  ];
}

/**
 * AWS has no condition key for the scaled service. Instead, it requires that the caller may update that service.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
function scalingStatements(resources: EnvironmentResources): Statement[] {
  const targets = scalableTargetArns(resources);
  const { resourceTags, requestTags, noEnvironmentTag } = resources;
  const changes = allow(
    'application-autoscaling',
    [
      'DeleteScalingPolicy',
      'DeregisterScalableTarget',
      'PutScalingPolicy',
      'RegisterScalableTarget',
      'TagResource',
      'UntagResource',
    ],
    targets,
    resourceTags,
  );
  if (resources.environment.scale.kind === 'fixed') return [changes];
  const tasks = {
    'application-autoscaling:service-namespace': 'ecs',
    'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
  };
  return [
    changes,
    // A new target has no tags until AWS has added those of the request.
    allow('application-autoscaling', ['RegisterScalableTarget'], targets, {
      ...resources.requestTagsAnd(tasks),
      ...noEnvironmentTag,
    }),
    allow('application-autoscaling', ['TagResource'], targets, { ...requestTags, ...noEnvironmentTag }),
  ];
}
