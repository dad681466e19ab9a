import { isObject } from '../../value';
import { blocksOf, type Check, isGiven, json, matching, occurrences, oneOf, ordered } from '../check';

const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';
const rolePage = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html';
const scalingPage = 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html';
const metricPage =
  'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html';
const budgetPage = `${documentation}/budgets_budget`;
const parameterPage = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html';

const predefinedMetric = 'target_tracking_scaling_policy_configuration.predefined_metric_specification';

/** Other services have metrics of their own. */
const ecsMetric = oneOf(
  'aws_appautoscaling_policy',
  `${predefinedMetric}.predefined_metric_type`,
  ['ALBRequestCountPerTarget', 'ECSServiceAverageCPUUtilization', 'ECSServiceAverageMemoryUtilization'],
  metricPage,
);

export const operationsChecks: readonly Check[] = [
  matching('aws_iam_role', 'name', /^[\w+=,.@-]{1,64}$/, 'at most 64 letters, digits and _+=,.@-', rolePage),
  matching('aws_iam_role', 'name_prefix', /^[\w+=,.@-]{1,38}$/, 'at most 38 letters, digits and _+=,.@-', rolePage),
  json('aws_iam_role', 'assume_role_policy', rolePage),
  json('aws_iam_role_policy', 'policy', rolePage),
  json('aws_iam_policy', 'policy', rolePage),
  matching('aws_iam_policy', 'name', /^[\w+=,.@-]{1,128}$/, 'at most 128 letters, digits and _+=,.@-', rolePage),
  matching(
    'aws_iam_openid_connect_provider',
    'url',
    /^https:\/\/[^?#:]+$/,
    'an https:// URL without port and query',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html',
  ),
  matching(
    'aws_ssm_parameter',
    'name',
    /^(?!\/?(aws|ssm))[\w./-]{1,1011}$/i,
    'letters, digits and _.-/, not beginning with aws or ssm',
    parameterPage,
  ),
  {
    type: 'aws_ssm_parameter',
    attribute: 'value',
    source: `${documentation}/ssm_parameter`,
    problem: ({ value, value_wo, insecure_value }) => {
      const given = [value, value_wo, insecure_value].filter(isGiven).length;
      return given === 1 ? undefined : `exactly one of value, value_wo and insecure_value is needed, not ${given}.`;
    },
  },
  oneOf('aws_ssm_parameter', 'type', ['SecureString', 'String', 'StringList'], parameterPage),
  ordered('aws_appautoscaling_target', 'min_capacity', 'max_capacity', `${documentation}/appautoscaling_target`),
  matching(
    'aws_appautoscaling_target',
    'resource_id',
    /^[\w-]+\/[\w./-]+$/,
    'for ECS it is service/<cluster>/<service>',
    scalingPage,
  ),
  oneOf(
    'aws_appautoscaling_policy',
    'policy_type',
    ['PredictiveScaling', 'StepScaling', 'TargetTrackingScaling'],
    `${documentation}/appautoscaling_policy`,
  ),
  {
    ...ecsMetric,
    problem: (config) => (config.service_namespace === 'ecs' ? ecsMetric.problem(config) : undefined),
  },
  {
    type: 'aws_appautoscaling_policy',
    attribute: `${predefinedMetric}.resource_label`,
    source: metricPage,
    problem: (config) => {
      const [metric] = occurrences(config, predefinedMetric).filter(isObject);
      if (metric === undefined) return undefined;
      const { predefined_metric_type, resource_label } = metric;
      const isNeeded = predefined_metric_type === 'ALBRequestCountPerTarget';
      if (isNeeded !== isGiven(resource_label)) {
        return `${predefined_metric_type} ${isNeeded ? 'needs a' : 'takes no'} resource_label.`;
      }
      return typeof resource_label !== 'string' || /^app\/.+\/.+\/targetgroup\/.+\/.+$/.test(resource_label)
        ? undefined
        : `"${resource_label}" is not app/<load balancer>/<id>/targetgroup/<target group>/<id>.`;
    },
  },
  oneOf('aws_budgets_budget', 'time_unit', ['ANNUALLY', 'DAILY', 'MONTHLY', 'QUARTERLY'], budgetPage),
  oneOf('aws_budgets_budget', 'notification.threshold_type', ['ABSOLUTE_VALUE', 'PERCENTAGE'], budgetPage),
  oneOf('aws_budgets_budget', 'notification.notification_type', ['ACTUAL', 'FORECASTED'], budgetPage),
  {
    type: 'aws_budgets_budget',
    attribute: 'notification',
    source: budgetPage,
    problem: ({ notification }) =>
      blocksOf(notification).every(
        (one) => isGiven(one.subscriber_email_addresses) || isGiven(one.subscriber_sns_topic_arns),
      )
        ? undefined
        : 'a notification needs somebody to notify.',
  },
];
