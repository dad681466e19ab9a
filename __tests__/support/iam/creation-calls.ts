import type { SynthesizedStack } from '../stacks/synthesized';
import type { Call } from './iam-evaluator';
import { account, resolveReferences } from './role-policies';

/**
 * For each Terraform type, a function that returns the call that creates a resource: the action, the part of the ARN after the account ID,
 * and the context.
 */
const creations: Readonly<
  Record<string, (name: string, block: Record<string, unknown>) => readonly [string, string, Call['context']?]>
> = {
  aws_autoscaling_group: (name) => [
    'autoscaling:CreateAutoScalingGroup',
    `autoScalingGroup:1:autoScalingGroupName/${name}`,
    { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
  ],
  aws_cloudwatch_dashboard: (name) => ['cloudwatch:PutDashboard', `dashboard/${name}`],
  aws_cloudwatch_event_rule: (name) => ['events:PutRule', `rule/${name}`],
  aws_cloudwatch_log_group: (name) => ['logs:CreateLogGroup', `log-group:${name}`],
  aws_cloudwatch_metric_alarm: (name) => ['cloudwatch:PutMetricAlarm', `alarm:${name}`],
  aws_db_instance: (name) => ['rds:CreateDBInstance', `db:${name}`],
  aws_db_parameter_group: (name) => ['rds:CreateDBParameterGroup', `pg:${name}2026`],
  aws_db_subnet_group: (name) => ['rds:CreateDBSubnetGroup', `subgrp:${name}`],
  aws_dynamodb_table: (name) => ['dynamodb:CreateTable', `table/${name}`],
  aws_ecr_repository: (name) => ['ecr:CreateRepository', `repository/${name}`],
  aws_ecs_service: (name) => ['ecs:CreateService', `service/${name.replace(/app$/, 'cluster')}/${name}`],
  aws_iam_instance_profile: (name) => ['iam:CreateInstanceProfile', `instance-profile/${name}`],
  aws_iam_role: (name) => ['iam:CreateRole', `role/${name}`],
  // This call attaches the firewall. It is the one that names the load balancer.
  aws_lb: (name) => ['wafv2:AssociateWebACL', `loadbalancer/app/${name}/1`],
  aws_s3_bucket: (name) => ['s3:CreateBucket', name],
  aws_sqs_queue: (name) => ['sqs:CreateQueue', name],
  aws_sns_topic: (name) => ['sns:CreateTopic', name],
  aws_ssm_parameter: (name) => ['ssm:PutParameter', `parameter${name}`],
  aws_wafv2_ip_set: (name) => ['wafv2:CreateIPSet', `global/ipset/${name}/1`],
  aws_wafv2_web_acl: (name, { scope }) => [
    'wafv2:CreateWebACL',
    `${scope === 'CLOUDFRONT' ? 'global' : 'regional'}/webacl/${name}/1`,
  ],
};

/** By Terraform type, the first part of the ARNs that lack a region or an account ID. */
const beginnings: Readonly<Record<string, string>> = {
  aws_cloudwatch_dashboard: `arn:aws:cloudwatch::${account}`,
  aws_iam_instance_profile: `arn:aws:iam::${account}`,
  aws_iam_role: `arn:aws:iam::${account}`,
  aws_s3_bucket: 'arn:aws:s3::',
};

/**
 * Returns the calls that create the resources of a stack, each with the Terraform address and the name of the resource. Resources whose
 * ARNs contain no name are omitted.
 */
export function creationCalls(stack: SynthesizedStack): { address: string; name: string; call: Call }[] {
  const region = String(stack.provider.aws?.[0]?.region);
  return Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([id, block]) => {
      const { name_prefix, identifier, bucket, alarm_name, dashboard_name, permissions_boundary: boundary } = block;
      const name = resolveReferences(
        stack,
        block.name ?? name_prefix ?? identifier ?? bucket ?? alarm_name ?? dashboard_name,
      );
      const creation = creations[type]?.(name, block);
      if (creation === undefined) return [];
      const [action, resource, context] = creation;
      const service = type === 'aws_lb' ? 'elasticloadbalancing' : action.split(':')[0];
      const beginning = beginnings[type] ?? `arn:aws:${service}:${block.region ?? region}:${account}`;
      const bounded = { 'iam:PermissionsBoundary': resolveReferences(stack, boundary) };
      const call: Call = { action, resource: `${beginning}:${resource}`, context: boundary ? bounded : context };
      return [{ address: `${type}.${id}`, name, call }];
    }),
  );
}
