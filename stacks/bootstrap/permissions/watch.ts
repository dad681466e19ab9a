import type { Statement } from '../../policy';
import { scalableTargetArns } from './read';
import { allow, type Territory } from './territory';

/** What Terraform calls to change what watches the service: autoscaling, alarms, the dashboard, mails. */
export function watchStatements(territory: Territory): Statement[] {
  const { prefix } = territory;
  return [
    // One that is not registered yet has no tags.
    allow(
      'application-autoscaling',
      [
        'DeleteScalingPolicy',
        'DeregisterScalableTarget',
        'PutScalingPolicy',
        'RegisterScalableTarget',
        'TagResource',
        'UntagResource',
      ],
      scalableTargetArns(territory),
      { StringEqualsIfExists: territory.owned.StringEquals },
    ),
    allow(
      'cloudwatch',
      ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource'],
      // Application Auto Scaling makes its own on behalf of whoever puts a scaling policy.
      territory.regional('cloudwatch', `alarm:${prefix}-*`, `alarm:TargetTracking-service/${prefix}-*`),
    ),
    allow('cloudwatch', ['DeleteDashboards', 'PutDashboard'], territory.global('cloudwatch', `dashboard/${prefix}-*`)),
    allow(
      'sns',
      ['CreateTopic', 'DeleteTopic', 'SetTopicAttributes', 'Subscribe', 'TagResource', 'UntagResource'],
      territory.regional('sns', `${prefix}-*`),
    ),
    // AWS takes no resource for this one.
    allow('sns', ['Unsubscribe'], ['*']),
  ];
}
