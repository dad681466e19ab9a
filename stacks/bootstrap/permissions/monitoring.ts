import type { Statement } from '../../iam/policy';
import type { EnvironmentResources } from './environment-resources';
import { scalableTargetArns } from './read';
import { allow } from './statements';

/** What Terraform calls to change what watches the service: autoscaling, alarms, the dashboard, mails. */
export function monitoringStatements(resources: EnvironmentResources): Statement[] {
  const { prefix } = resources;
  return [
    ...scalingStatements(resources),
    allow(
      'cloudwatch',
      ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource'],
      // Application Auto Scaling makes its own on behalf of whoever puts a scaling policy.
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
 * No condition key names the service that is scaled. AWS looks at the caller's rights to that service instead: nobody registers one
 * that he may not update.
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
    // A new target has no tags until AWS has put those of the request on it.
    allow('application-autoscaling', ['RegisterScalableTarget'], targets, {
      StringEquals: { ...requestTags.StringEquals, ...tasks },
      ...noEnvironmentTag,
    }),
    allow('application-autoscaling', ['TagResource'], targets, { ...requestTags, ...noEnvironmentTag }),
  ];
}
