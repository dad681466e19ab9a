import type { GraphResource, StackGraph } from './stack-graph';

/** The types that have their own box or frame. A type that is in none of the tables of this file gets a generic box. */
const drawn = new Set([
  'aws_autoscaling_group',
  'aws_budgets_budget',
  'aws_cloudfront_distribution',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_metric_alarm',
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_ecr_repository',
  'aws_ecs_service',
  'aws_iam_openid_connect_provider',
  'aws_iam_role',
  'aws_instance',
  'aws_internet_gateway',
  'aws_lb',
  'aws_nat_gateway',
  'aws_s3_bucket',
  'aws_sns_topic',
  'aws_sqs_queue',
  'aws_ssm_parameter',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_endpoint',
  'aws_wafv2_web_acl',
]);

/** The types that are a part of the resource to which one of their arguments refers. */
const partOf: readonly (readonly [type: RegExp, argument: string])[] = [
  [/^aws_s3_bucket_\w+$/, 'bucket'],
  [/^aws_sns_topic_policy$/, 'arn'],
  [/^aws_sns_topic_subscription$/, 'topic_arn'],
  [/^aws_sqs_queue_\w+$/, 'queue_url'],
  [/^aws_ecr_\w+_policy$/, 'repository'],
  [/^aws_iam_role_(policy|policy_attachment)$/, 'role'],
  [/^aws_iam_role_(policies|policy_attachments)_exclusive$/, 'role_name'],
  [/^aws_iam_instance_profile$/, 'role'],
  [/^aws_vpc_security_group_(in|e)gress_rule$/, 'security_group_id'],
  [/^aws_(default_security_group|flow_log|route_table|internet_gateway_attachment)$/, 'vpc_id'],
  [/^aws_route$/, 'route_table_id'],
  [/^aws_route_table_association$/, 'subnet_id'],
  [/^aws_lb_listener$/, 'load_balancer_arn'],
  [/^aws_lb_listener_\w+$/, 'listener_arn'],
  [/^aws_acm_certificate_validation$/, 'certificate_arn'],
  [/^aws_wafv2_web_acl_association$/, 'web_acl_arn'],
  [/^aws_wafv2_web_acl_logging_configuration$/, 'resource_arn'],
  [/^aws_cloudwatch_event_target$/, 'rule'],
  [/^aws_appautoscaling_target$/, 'resource_id'],
  [/^aws_appautoscaling_policy$/, 'resource_id'],
  [/^aws_ecs_cluster_capacity_providers$/, 'cluster_name'],
  [/^aws_ecs_capacity_provider$/, 'auto_scaling_group_provider'],
];

/**
 * The types that are a part of a resource that refers to them. For each of these types, the list contains the possible
 * types of that resource, the preferred type first.
 */
const usedBy: Readonly<Record<string, readonly string[]>> = {
  aws_security_group: ['aws_lb', 'aws_ecs_service', 'aws_db_instance', 'aws_launch_template', 'aws_instance'],
  aws_lb_target_group: ['aws_lb_listener', 'aws_ecs_service'],
  aws_launch_template: ['aws_autoscaling_group', 'aws_instance'],
  aws_eip: ['aws_nat_gateway', 'aws_instance'],
  aws_db_subnet_group: ['aws_db_instance'],
  aws_db_parameter_group: ['aws_db_instance'],
  aws_acm_certificate: ['aws_lb_listener', 'aws_cloudfront_distribution', 'aws_acm_certificate_validation'],
  aws_acm_certificate_validation: ['aws_lb_listener', 'aws_cloudfront_distribution'],
  aws_route53_record: ['aws_acm_certificate_validation'],
  aws_cloudfront_vpc_origin: ['aws_cloudfront_distribution'],
  aws_ecs_cluster: ['aws_ecs_service'],
  aws_ecs_task_definition: ['aws_ecs_service'],
  aws_iam_policy: ['aws_iam_role_policy_attachment'],
  aws_wafv2_ip_set: ['aws_wafv2_web_acl'],
};

/**
 * Finds the resource whose box also shows this resource. For example, the box of a bucket also shows the bucket's
 * policy.
 * @returns the resource itself if it has its own box
 */
export function ownerOf(resource: GraphResource, graph: StackGraph, inner: readonly string[] = []): GraphResource {
  const { address, type } = resource;
  const source = sourceOfDeadLetters(resource, graph);
  if (source !== undefined && !inner.includes(source.address)) return ownerOf(source, graph, [...inner, address]);
  if (drawn.has(type) || inner.includes(address)) return resource;
  const next = [...usersOf(resource, graph), ...namedOwners(resource, graph)].find(
    (one) => !inner.includes(one.address),
  );
  return next === undefined ? resource : ownerOf(next, graph, [...inner, address]);
}

/** Returns the queue that moves messages to this dead-letter queue; undefined for any other resource. */
function sourceOfDeadLetters({ type, address }: GraphResource, graph: StackGraph): GraphResource | undefined {
  if (type !== 'aws_sqs_queue') return undefined;
  return graph
    .of(type)
    .find((one) => one.address !== address && graph.referencesIn(one.block.redrive_policy).includes(address));
}

function usersOf({ address, type }: GraphResource, graph: StackGraph): readonly GraphResource[] {
  const referrers = graph.referrers(address);
  const types = usedBy[type] ?? [];
  return types.flatMap((one) => referrers.filter((referrer) => referrer.type === one));
}

function namedOwners({ type, block }: GraphResource, graph: StackGraph): readonly GraphResource[] {
  const arguments_ = partOf.flatMap(([pattern, argument]) => (pattern.test(type) ? argument : []));
  return graph
    .referencesIn(arguments_.map((argument) => block[argument]))
    .flatMap((owner) => graph.find(owner) ?? [])
    .filter((owner) => !owner.address.startsWith('data.'));
}
