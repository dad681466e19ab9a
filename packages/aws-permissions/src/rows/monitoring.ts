import { inAllRegions, withCdnRegion } from '../cdn-region';
import { noEnvironmentTag } from '../owner';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { named, namedGlobally, serviceLinkedRole, type Target, tagged } from '../target';

const alarms: Target = {
  resources: (owner) => withCdnRegion(owner, (one) => one.regional('cloudwatch', `alarm:${one.prefix}-*`)),
};
/** The alarms that Application Auto Scaling creates for a scaling policy, with the caller's permissions. */
const scalingAlarms = named('cloudwatch', 'alarm:TargetTracking-service/{prefix}-*');
const everyAlarm: Target = { resources: (owner) => inAllRegions(owner).regional('cloudwatch', 'alarm:*') };
const readAlarms: Target = {
  resources: (owner) => inAllRegions(owner).regional('cloudwatch', `alarm:${owner.prefix}-*`),
};
const topics: Target = { resources: (owner) => withCdnRegion(owner, (one) => one.regional('sns', `${one.prefix}-*`)) };
const readTopics: Target = { resources: (owner) => inAllRegions(owner).regional('sns', `${owner.prefix}-*`) };
const rules = named('events', 'rule/{prefix}-*');
const dashboards = namedGlobally('cloudwatch', 'dashboard/{prefix}-*');

/**
 * The scalable targets of the environment. A condition cannot limit which service is scaled, but the caller must also be allowed to update
 * that service.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
const targets = tagged('application-autoscaling', 'scalable-target/*');
const everyTarget = named('application-autoscaling', 'scalable-target/*');
/**
 * New scalable targets. A new target has no tags until AWS has added the tags in the request.
 * @param isRegistration whether the action is `RegisterScalableTarget`. The condition can limit the service namespace and the scalable
 * dimension only for this action.
 */
const newTargets = (isRegistration: boolean): Target => ({
  resources: everyTarget.resources,
  condition: (owner) => ({
    ...owner.tags('Request', isRegistration ? scalableDimension(owner) : {}),
    ...noEnvironmentTag,
  }),
  reachesBeyond: true,
});

function scalableDimension(owner: StackOwner): Record<string, string | readonly string[]> {
  const only = (argument: string) => {
    const [first = '', ...others] = owner.values('aws_appautoscaling_target', argument);
    return others.length === 0 ? first : [first, ...others];
  };
  return {
    'application-autoscaling:service-namespace': only('service_namespace'),
    'application-autoscaling:scalable-dimension': only('scalable_dimension'),
  };
}

/**
 * The rows for autoscaling, alarms, events and topics. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const monitoring = {
  // AWS changes the alarms of a target tracking policy with the caller's permissions.
  aws_appautoscaling_policy: row('watch', {
    reads: 'application-autoscaling: DescribeScalingPolicies',
    writes: [
      'application-autoscaling: PutScalingPolicy DeleteScalingPolicy',
      'cloudwatch: PutMetricAlarm DescribeAlarms DeleteAlarms',
    ],
    on: targets,
    others: { 'cloudwatch: PutMetricAlarm DeleteAlarms': scalingAlarms, 'cloudwatch: DescribeAlarms': everyAlarm },
  }),
  aws_appautoscaling_target: row('watch', {
    reads: 'application-autoscaling: DescribeScalableTargets ListTagsForResource',
    writes: [
      'application-autoscaling: RegisterScalableTarget DeregisterScalableTarget TagResource UntagResource',
      'ecs: DescribeServices UpdateService',
      'iam: CreateServiceLinkedRole',
    ],
    on: targets,
    others: {
      'application-autoscaling: ListTagsForResource': everyTarget,
      'application-autoscaling: RegisterScalableTarget': [targets, newTargets(true)],
      'application-autoscaling: TagResource': [targets, newTargets(false)],
      'ecs: DescribeServices UpdateService': named('ecs', 'service/{prefix}-*'),
      'iam: CreateServiceLinkedRole': serviceLinkedRole(
        'ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
      ),
    },
  }),
  aws_cloudwatch_dashboard: row('watch', {
    reads: 'cloudwatch: GetDashboard',
    writes: 'cloudwatch: PutDashboard DeleteDashboards',
    on: dashboards,
  }),
  aws_cloudwatch_event_rule: row('watch', {
    reads: 'events: DescribeRule ListTagsForResource',
    writes: 'events: PutRule DeleteRule TagResource UntagResource',
    on: rules,
  }),
  aws_cloudwatch_event_target: row('watch', {
    reads: 'events: ListTargetsByRule',
    writes: 'events: PutTargets RemoveTargets',
    on: rules,
  }),
  aws_cloudwatch_metric_alarm: row('watch', {
    reads: 'cloudwatch: DescribeAlarms ListTagsForResource',
    writes: 'cloudwatch: PutMetricAlarm DeleteAlarms TagResource UntagResource',
    on: alarms,
    others: { 'cloudwatch: DescribeAlarms': everyAlarm, 'cloudwatch: ListTagsForResource': readAlarms },
  }),
  aws_sns_topic: row('watch', {
    reads: 'sns: GetTopicAttributes ListTagsForResource',
    writes: 'sns: CreateTopic SetTopicAttributes DeleteTopic TagResource UntagResource',
    on: topics,
    others: { 'sns: GetTopicAttributes ListTagsForResource': readTopics },
  }),
  aws_sns_topic_policy: row('watch', {
    reads: 'sns: GetTopicAttributes',
    writes: 'sns: SetTopicAttributes',
    on: topics,
    others: { 'sns: GetTopicAttributes': readTopics },
  }),
  aws_sns_topic_subscription: row('watch', {
    reads: 'sns: GetSubscriptionAttributes',
    writes: 'sns: Subscribe SetSubscriptionAttributes Unsubscribe',
    on: topics,
    others: { 'sns: GetSubscriptionAttributes': readTopics },
  }),
} as const;
