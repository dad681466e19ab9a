import { type ArgumentChecks, atLeast, off, oneOf, optionalNumber, unset, unsetOr, without } from './value-checks';

/** The checks of logs, metrics, alarms and scaling policies. */
export const monitoringChecks: Readonly<Record<string, ArgumentChecks>> = {
  aws_appautoscaling_policy: {
    policy_type: unsetOr('StepScaling', 'TargetTrackingScaling'),
    service_namespace: oneOf('ecs'),
    'target_tracking_scaling_policy_configuration.disable_scale_in': off,
  },
  aws_autoscaling_policy: { policy_type: unsetOr('SimpleScaling', 'StepScaling', 'TargetTrackingScaling') },
  aws_cloudwatch_event_rule: { event_bus_name: unsetOr('default') },
  aws_cloudwatch_log_group: { log_group_class: unsetOr('STANDARD'), retention_in_days: optionalNumber },
  aws_cloudwatch_log_metric_filter: { 'metric_transformation.dimensions': unset },
  aws_cloudwatch_metric_alarm: {
    period: atLeast(60),
    threshold_metric_id: unset,
    'metric_query.expression': without(/SELECT |ANOMALY_DETECTION_BAND|SEARCH\(/),
    'metric_query.metric.period': atLeast(60),
  },
  aws_ecs_capacity_provider: { managed_instances_provider: unset },
  aws_flow_log: { log_destination_type: unsetOr('cloud-watch-logs'), max_aggregation_interval: unsetOr(600) },
};
