import type { Statement } from '../../policy';
import { scalableTargetArns } from './read';
import { allow, type Territory } from './territory';

/** What Terraform calls to change what watches the service: autoscaling, alarms, the dashboard, mails. */
export function watchStatements(territory: Territory): Statement[] {
  const { prefix } = territory;
  return [
    ...scalingStatements(territory),
    allow(
      'cloudwatch',
      ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource'],
      // Application Auto Scaling makes its own on behalf of whoever puts a scaling policy.
      territory.regional('cloudwatch', `alarm:${prefix}-*`, `alarm:TargetTracking-service/${prefix}-*`),
    ),
    allow('cloudwatch', ['DeleteDashboards', 'PutDashboard'], territory.global('cloudwatch', `dashboard/${prefix}-*`)),
    allow(
      'events',
      ['DeleteRule', 'PutRule', 'PutTargets', 'RemoveTargets', 'TagResource', 'UntagResource'],
      territory.regional('events', `rule/${prefix}-*`),
    ),
    allow(
      'sns',
      ['CreateTopic', 'DeleteTopic', 'SetTopicAttributes', 'Subscribe', 'TagResource', 'Unsubscribe', 'UntagResource'],
      territory.regional('sns', `${prefix}-*`),
    ),
  ];
}

/**
 * No condition key names the service that is scaled. AWS looks at the caller's rights to that service instead: nobody registers one
 * that he may not update.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
function scalingStatements(territory: Territory): Statement[] {
  const targets = scalableTargetArns(territory);
  const { owned, marked, unclaimed } = territory;
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
    owned,
  );
  if (territory.environment.scale.kind === 'fixed') return [changes];
  const tasks = {
    'application-autoscaling:service-namespace': 'ecs',
    'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
  };
  return [
    changes,
    // A new target has no tags until AWS has put those of the request on it.
    allow('application-autoscaling', ['RegisterScalableTarget'], targets, {
      StringEquals: { ...marked.StringEquals, ...tasks },
      ...unclaimed,
    }),
    allow('application-autoscaling', ['TagResource'], targets, { ...marked, ...unclaimed }),
  ];
}
