import { deriveSchema } from '../src/derive-schema';
import { checks, problemsOf } from '../src/facts/checks';
import { answers } from '../src/facts/data-sources';
import { renewedByUpdate } from '../src/facts/updates';

const container = (more: object) => ({ container_definitions: JSON.stringify([{ image: 'a', ...more }]) });
const rule = (selection: object) => ({
  policy: JSON.stringify({ rules: [{ rulePriority: 1, action: {}, selection: { countNumber: 1, ...selection } }] }),
});
const action = (values: object) => ({ default_action: [values] });
const checked = (health_check: object) => ({ health_check: [health_check] });
const group = { managed_rule_group_statement: [{ name: 'Common', vendor_name: 'AWS' }] };
const firewallRule = (statement: object, values: object) => ({
  rule: [{ name: 'a', statement: [statement], ...values }],
});
const visible = (metric_name: string) =>
  firewallRule(group, { override_action: [{}], visibility_config: [{ metric_name }] });
const stated = (statement: object) => ({ rule: [{ action: [{}], statement: [statement] }] });
const scaledBy = (metric: object) => ({
  target_tracking_scaling_policy_configuration: [{ predefined_metric_specification: [metric] }],
});
const waiting = (dependsOn: object, essential: boolean) => ({
  container_definitions: JSON.stringify([
    { name: 'app', image: 'a', dependsOn: [dependsOn] },
    { name: 'migrate', image: 'a', essential },
  ]),
});
const refreshed = (preferences: object) => ({ instance_refresh: [{ preferences: [preferences] }] });
const named = { hash_key: 'a', attribute: [{ name: 'a' }] };
const indexed = (...types: string[]) => ({
  ...named,
  global_secondary_index: types.map((projection_type) => ({ hash_key: 'a', projection_type })),
});
const alarm = { metric_name: 'a', statistic: 'Sum' };
const replaceable = { skip_final_snapshot: true };
const pair = (cpu: string, memory: string) => ({ requires_compatibilities: ['FARGATE'], cpu, memory });

/** What is refused, with the word that names it, and what stands beside it and is not. */
const rows: [type: string, refused: object, allowed: object, says: string][] = [
  [
    'aws_ecs_task_definition',
    waiting({ containerName: 'migrate', condition: 'SUCCESS' }, true),
    waiting({ containerName: 'migrate', condition: 'SUCCESS' }, false),
    'which is essential',
  ],
  [
    'aws_ecs_task_definition',
    waiting({ containerName: 'other', condition: 'START' }, false),
    waiting({ containerName: 'migrate', condition: 'START' }, false),
    'no such container',
  ],
  [
    'aws_ecs_task_definition',
    waiting({ containerName: 'migrate', condition: 'DONE' }, false),
    waiting({ containerName: 'migrate', condition: 'COMPLETE' }, false),
    'DONE is none of',
  ],
  [
    'aws_ecs_service',
    { ordered_placement_strategy: [{ type: 'pack' }] },
    { ordered_placement_strategy: [{ type: 'binpack', field: 'memory' }] },
    '"pack" is none of',
  ],
  [
    'aws_ecs_service',
    { launch_type: 'FARGATE', ordered_placement_strategy: [{ type: 'random' }] },
    { launch_type: 'EC2', ordered_placement_strategy: [{ type: 'random' }] },
    'by itself',
  ],
  [
    'aws_ecs_service',
    { availability_zone_rebalancing: 'ENABLED', ordered_placement_strategy: [{ type: 'binpack', field: 'memory' }] },
    {
      availability_zone_rebalancing: 'ENABLED',
      ordered_placement_strategy: [{ type: 'spread', field: 'attribute:ecs.availability-zone' }],
    },
    'the first strategy spreads',
  ],
  [
    'aws_ecs_capacity_provider',
    { auto_scaling_group_provider: [{ managed_termination_protection: 'ENABLED' }] },
    {
      auto_scaling_group_provider: [
        { managed_termination_protection: 'ENABLED', managed_scaling: [{ status: 'ENABLED' }] },
      ],
    },
    'managed scaling only',
  ],
  ['aws_launch_template', { name_prefix: 'a-' }, { name_prefix: 'ab-' }, '3 to 102'],
  ['aws_launch_template', { image_id: '/aws/image' }, { image_id: 'resolve:ssm:/aws/image' }, 'resolve:ssm:'],
  ['aws_launch_template', { user_data: '#!/bin/sh' }, { user_data: 'IyEvYmluL3No' }, 'base64'],
  [
    'aws_launch_template',
    { metadata_options: [{ http_tokens: 'on' }] },
    { metadata_options: [{ http_tokens: 'required' }] },
    '"on" is none of',
  ],
  [
    'aws_launch_template',
    { metadata_options: [{ http_put_response_hop_limit: 0 }] },
    { metadata_options: [{ http_put_response_hop_limit: 1 }] },
    'between 1 and 64',
  ],
  ['aws_autoscaling_group', { min_size: 3, max_size: 2 }, { min_size: 2, max_size: 2 }, 'above'],
  [
    'aws_autoscaling_group',
    refreshed({ scale_in_protected_instances: 'Skip' }),
    refreshed({ scale_in_protected_instances: 'Refresh' }),
    '"Skip" is none of',
  ],
  [
    'aws_autoscaling_group',
    refreshed({ max_healthy_percentage: 90 }),
    refreshed({ max_healthy_percentage: 200 }),
    'between 100 and 200',
  ],
  ['aws_instance', {}, { launch_template: [{ id: 'lt-1' }] }, 'is needed'],
  ['aws_nat_gateway', {}, { allocation_id: 'eipalloc-1' }, 'needs an address'],
  [
    'aws_db_instance',
    { ...replaceable, password: 'x', manage_master_user_password: true },
    { ...replaceable, manage_master_user_password: true },
    'exclude each other',
  ],
  [
    'aws_db_instance',
    { ...replaceable, backup_retention_period: 36 },
    { ...replaceable, backup_retention_period: 35 },
    'between 0 and 35',
  ],
  [
    'aws_db_instance',
    { ...replaceable, allocated_storage: 100, max_allocated_storage: 109 },
    { ...replaceable, allocated_storage: 100, max_allocated_storage: 110 },
    'a tenth more',
  ],
  ['aws_ecs_task_definition', pair('256', '4096'), pair('256', '2048'), '512, 1024, 2048 MiB'],
  ['aws_ecs_task_definition', pair('300', '1024'), pair('512', '1024'), '256, 512, 1024'],
  ['aws_ecs_task_definition', pair('16384', '36864'), pair('16384', '40960'), '32768, 40960'],
  [
    'aws_ecs_task_definition',
    { requires_compatibilities: ['FARGATE'], network_mode: 'bridge' },
    { requires_compatibilities: ['EC2'], network_mode: 'bridge' },
    'awsvpc',
  ],
  [
    'aws_ecs_task_definition',
    { container_definitions: '[{"image":"a","portMappings":[{"containerPort":"5000"}]}]' },
    { container_definitions: '[{"image":"a","portMappings":[{"containerPort":5000}]}]' },
    '"5000"',
  ],
  [
    'aws_ecs_task_definition',
    container({ environment: [{ name: 'PORT', value: 5000 }] }),
    container({ environment: [{ name: 'PORT', value: '5000' }] }),
    'both in quotes',
  ],
  [
    'aws_ecs_task_definition',
    container({ healthCheck: { command: 'exit 0' } }),
    container({ healthCheck: { command: ['CMD-SHELL', 'exit 0'] } }),
    'CMD-SHELL',
  ],
  [
    'aws_ecs_task_definition',
    container({ healthCheck: { command: ['CMD', 'true'], interval: 1 } }),
    container({ healthCheck: { command: ['CMD', 'true'], interval: 15 } }),
    'interval',
  ],
  [
    'aws_ecs_task_definition',
    { runtime_platform: [{ cpu_architecture: 'ARM' }] },
    { runtime_platform: [{ cpu_architecture: 'ARM64' }] },
    '"ARM" is none of',
  ],
  [
    'aws_ecs_task_definition',
    { runtime_platform: [{ operating_system_family: 'linux' }] },
    { runtime_platform: [{ operating_system_family: 'LINUX' }] },
    '"linux" is none of',
  ],
  ['aws_ecs_task_definition', { network_mode: 'vpc' }, { network_mode: 'awsvpc' }, 'is none of "awsvpc"'],
  [
    'aws_ecs_task_definition',
    { requires_compatibilities: ['EC2', 'Fargate'] },
    { requires_compatibilities: ['EC2', 'FARGATE'] },
    '"Fargate" is none of',
  ],
  ['aws_ecs_service', { launch_type: 'fargate' }, { launch_type: 'EC2' }, '"fargate" is none of'],
  ['aws_ecs_service', { propagate_tags: 'TASK' }, { propagate_tags: 'SERVICE' }, '"TASK" is none of'],
  [
    'aws_ecs_service',
    { availability_zone_rebalancing: 'ON' },
    { availability_zone_rebalancing: 'ENABLED' },
    '"ON" is none of',
  ],
  ['aws_ecs_task_definition', { container_definitions: '[{' }, { container_definitions: '[]' }, 'no JSON'],
  [
    'aws_ecs_service',
    { launch_type: 'EC2', capacity_provider_strategy: [{}] },
    { launch_type: 'EC2', capacity_provider_strategy: [] },
    'exclude',
  ],
  ['aws_ecs_service', { launch_type: 'FARGATE' }, { launch_type: 'FARGATE', network_configuration: [{}] }, 'subnets'],
  [
    'aws_ecs_service',
    { health_check_grace_period_seconds: 30 },
    { health_check_grace_period_seconds: 30, load_balancer: [{}] },
    'load_balancer',
  ],
  [
    'aws_ecs_service',
    { capacity_provider_strategy: [{ base: 1 }, { base: 1 }] },
    { capacity_provider_strategy: [{ base: 1 }, { base: 0 }] },
    'only one',
  ],
  [
    'aws_ecs_service',
    { capacity_provider_strategy: [{ weight: 0 }] },
    { capacity_provider_strategy: [{ weight: 0 }, { weight: 100 }] },
    'weight above 0',
  ],
  ['aws_ecs_capacity_provider', { name: 'ecs-hosts' }, { name: 'hosts' }, 'ecs or fargate'],
  ['aws_vpc', { cidr_block: '10.0.0.1/16' }, { cidr_block: '10.0.0.0/16' }, 'beyond its prefix length'],
  ['aws_subnet', { cidr_block: '10.0.0.0/30' }, { cidr_block: '10.0.0.0/28' }, '/28'],
  ['aws_subnet', { cidr_block: '10.0.0.0' }, { cidr_block: '10.0.0.0/24' }, 'no CIDR block'],
  [
    'aws_vpc_security_group_egress_rule',
    { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1', from_port: 0, to_port: 0 },
    { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
    'leave from_port and to_port out',
  ],
  ['aws_vpc_security_group_ingress_rule', {}, { cidr_ipv4: '0.0.0.0/0' }, 'exactly one'],
  ['aws_security_group', { description: 'the app’s' }, { description: 'of the app' }, 'at most 255'],
  ['aws_security_group', { name: 'sg-app' }, { name: 'app' }, 'not beginning with sg-'],
  ['aws_security_group', { name: 'app', name_prefix: 'app-' }, { name_prefix: 'app-' }, 'exclude each other'],
  ['aws_lb', { name: 'internal-app' }, { name: 'app' }, 'internal-'],
  ['aws_lb', { subnets: ['a'] }, { subnets: ['a', 'b'] }, 'two zones'],
  ['aws_lb', { name: 'a'.repeat(33) }, { name: 'a'.repeat(32) }, 'at most 32'],
  ['aws_lb', { idle_timeout: 0 }, { idle_timeout: 60 }, 'between 1 and 4000'],
  ['aws_lb_listener', { protocol: 'HTTPS' }, { protocol: 'HTTPS', certificate_arn: 'arn' }, 'needs a certificate'],
  ['aws_lb_listener', { protocol: 'HTTP', certificate_arn: 'arn' }, { protocol: 'HTTP' }, 'takes no certificate'],
  ['aws_lb_listener', { protocol: 'http' }, { protocol: 'HTTP' }, '"http" is none of'],
  ['aws_lb_listener', { port: 0 }, { port: 80 }, 'between 1 and 65535'],
  [
    'aws_lb_listener',
    action({ type: 'forwards' }),
    action({ type: 'forward', target_group_arn: 'arn' }),
    '"forwards" is none of',
  ],
  [
    'aws_lb_listener',
    action({ type: 'forward' }),
    action({ type: 'forward', target_group_arn: 'arn' }),
    'target group',
  ],
  ['aws_lb_listener', action({ type: 'redirect' }), action({ type: 'redirect', redirect: [{}] }), 'where to'],
  [
    'aws_lb_listener',
    action({ redirect: [{ status_code: '301' }] }),
    action({ redirect: [{ status_code: 'HTTP_301' }] }),
    '"301" is none of',
  ],
  ['aws_lb_target_group', { target_type: 'task' }, { target_type: 'ip' }, '"task" is none of'],
  ['aws_lb_target_group', { deregistration_delay: '4000' }, { deregistration_delay: '30' }, 'between 0 and 3600'],
  ['aws_lb_target_group', checked({ interval: 4 }), checked({ interval: 5 }), 'between 5 and 300'],
  ['aws_lb_target_group', checked({ healthy_threshold: 1 }), checked({ healthy_threshold: 2 }), 'between 2 and 10'],
  ['aws_lb_target_group', checked({ interval: 5, timeout: 5 }), checked({ interval: 6, timeout: 5 }), 'shorter'],
  ['aws_acm_certificate', { domain_name: 'example.com.' }, { domain_name: '*.example.com' }, 'without a dot'],
  ['aws_route53_record', { alias: [{}], ttl: 60 }, { alias: [{}] }, 'exclude each other'],
  ['aws_route53_record', { records: ['a'] }, { records: ['a'], ttl: 60 }, 'records and a ttl'],
  ['aws_wafv2_web_acl', { scope: 'REGION' }, { scope: 'REGIONAL' }, '"REGION" is none of'],
  ['aws_wafv2_web_acl', visible('Default_Action'), visible('rate'), 'neither All'],
  ['aws_wafv2_web_acl', action({}), action({ allow: [{}] }), 'exactly one of allow and block'],
  [
    'aws_wafv2_web_acl',
    firewallRule(group, { action: [{}] }),
    firewallRule(group, { override_action: [{}] }),
    'it takes override_action',
  ],
  [
    'aws_wafv2_web_acl',
    firewallRule({ rate_based_statement: [{ limit: 100 }] }, { override_action: [{}] }),
    firewallRule({ rate_based_statement: [{ limit: 100 }] }, { action: [{}] }),
    'it takes action',
  ],
  ['aws_wafv2_web_acl', firewallRule({}, {}), firewallRule(group, { override_action: [{}] }), 'exactly one statement'],
  [
    'aws_wafv2_web_acl',
    { rule: [1, 1].map((priority) => ({ ...firewallRule(group, { override_action: [{}] }).rule[0], priority })) },
    firewallRule(group, { override_action: [{}], priority: 1 }),
    'two rules have the name a',
  ],
  [
    'aws_wafv2_web_acl',
    stated({ rate_based_statement: [{ limit: 9 }] }),
    stated({ rate_based_statement: [{ limit: 10 }] }),
    'between 10 and',
  ],
  [
    'aws_wafv2_web_acl',
    stated({ rate_based_statement: [{ evaluation_window_sec: 30 }] }),
    stated({ rate_based_statement: [{ evaluation_window_sec: 60 }] }),
    '30 is none of',
  ],
  [
    'aws_wafv2_web_acl',
    stated({ size_constraint_statement: [{ comparison_operator: '>' }] }),
    stated({ size_constraint_statement: [{ comparison_operator: 'GT' }] }),
    '">" is none of',
  ],
  [
    'aws_wafv2_web_acl_logging_configuration',
    { log_destination_configs: ['arn:aws:logs:eu-central-1:123456789012:log-group:waf'] },
    { log_destination_configs: ['arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-app'] },
    'aws-waf-logs-',
  ],
  ['aws_lb_target_group', { name_prefix: 'eight-d' }, { name_prefix: 'eight-' }, 'at most 6'],
  [
    'aws_dynamodb_table',
    { hash_key: 'a', attribute: [{ name: 'a' }, { name: 'b' }] },
    { hash_key: 'a', attribute: [{ name: 'a' }, { name: 'b' }], global_secondary_index: [{ hash_key: 'b' }] },
    'b: declared',
  ],
  ['aws_dynamodb_table', { hash_key: 'a' }, named, 'a: a key'],
  ['aws_dynamodb_table', {}, named, 'needs a hash_key'],
  [
    'aws_dynamodb_table',
    { ...named, billing_mode: 'ON_DEMAND' },
    { ...named, billing_mode: 'PROVISIONED' },
    '"ON_DEMAND" is none of',
  ],
  [
    'aws_dynamodb_table',
    { ...named, attribute: [{ name: 'a', type: 'String' }] },
    { ...named, attribute: [{ name: 'a', type: 'S' }] },
    '"String" is none of',
  ],
  ['aws_dynamodb_table', indexed('ALL', 'KEYS'), indexed('ALL', 'KEYS_ONLY'), '"KEYS" is none of'],
  ['aws_ecr_repository', { image_tag_mutability: 'FIXED' }, { image_tag_mutability: 'MUTABLE' }, '"FIXED" is none of'],
  ['aws_ecr_repository', { name: 'Eight' }, { name: 'eight/app' }, 'lower-case'],
  ['aws_ecr_lifecycle_policy', { policy: '{"rules":[{"rulePriority":1}]}' }, {}, 'selection, action'],
  [
    'aws_ecr_lifecycle_policy',
    rule({ tagStatus: 'tagged', countType: 'imageCountMoreThan' }),
    rule({ tagStatus: 'tagged', tagPrefixList: ['v'], countType: 'imageCountMoreThan' }),
    'tagPrefixList or tagPatternList',
  ],
  [
    'aws_ecr_lifecycle_policy',
    rule({ tagStatus: 'any', countType: 'sinceImagePushed' }),
    rule({ tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days' }),
    'countUnit',
  ],
  ['aws_s3_bucket', { bucket: 'Uploads' }, { bucket: 'uploads' }, 'lower-case'],
  ['aws_s3_bucket', { bucket: 'a..b' }, { bucket: 'a.b' }, 'single dots'],
  ['aws_s3_bucket', { bucket: '10.0.0.1' }, { bucket: '10.0.0.1-a' }, 'no address'],
  ['aws_s3_bucket_policy', { policy: '{' }, { policy: '{}' }, 'no JSON'],
  ['aws_s3_bucket_lifecycle_configuration', { rule: [{}] }, { rule: [{ filter: [{}] }] }, 'needs a filter'],
  [
    'aws_s3_bucket_lifecycle_configuration',
    { rule: [{ filter: [{}], expiration: [{ days: 1, expired_object_delete_marker: true }] }] },
    { rule: [{ filter: [{}], expiration: [{ expired_object_delete_marker: true }] }] },
    'neither days nor a date',
  ],
  ['aws_db_instance', { skip_final_snapshot: true, db_name: 'a-b' }, { skip_final_snapshot: true }, 'underscores'],
  ['aws_db_instance', {}, { final_snapshot_identifier: 'last' }, 'skip_final_snapshot'],
  ['aws_cloudwatch_log_group', { retention_in_days: 8 }, { retention_in_days: 7 }, '5, 7, 14'],
  ['aws_cloudwatch_metric_alarm', { ...alarm, period: 90 }, { ...alarm, period: 120 }, 'multiple of 60'],
  [
    'aws_cloudwatch_metric_alarm',
    { metric_query: [{ return_data: true, metric: [{ period: 90 }] }] },
    { metric_query: [{ return_data: true, metric: [{ period: 60 }] }] },
    'multiple of 60',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    { ...alarm, period: 3000, evaluation_periods: 30 },
    { ...alarm, period: 3600, evaluation_periods: 30 },
    'longer than 86400',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    { ...alarm, evaluation_periods: 2, datapoints_to_alarm: 3 },
    { ...alarm, evaluation_periods: 3, datapoints_to_alarm: 3 },
    'cannot lie in',
  ],
  ['aws_cloudwatch_metric_alarm', { metric_name: 'a' }, { metric_name: 'a', statistic: 'Sum' }, 'needs a statistic'],
  [
    'aws_cloudwatch_metric_alarm',
    { metric_name: 'a', statistic: 'p99' },
    { metric_name: 'a', extended_statistic: 'p99' },
    '"p99" is none of',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    { metric_query: [{ return_data: false }] },
    { metric_query: [{ return_data: true }, {}] },
    'returns the data',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    { metric_query: [{ id: 'm1', return_data: true }, { id: 'm1' }] },
    { metric_query: [{ id: 'm1', return_data: true }, { id: 'm2' }] },
    'the id "m1" is taken',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    {},
    { metric_query: [{ return_data: true }] },
    'exactly one of metric_name and metric_query',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    { ...alarm, alarm_description: 'a'.repeat(1025) },
    { ...alarm, alarm_description: 'a'.repeat(1024) },
    'at most 1024',
  ],
  [
    'aws_cloudwatch_metric_alarm',
    { ...alarm, alarm_actions: [...'abcdef'] },
    { ...alarm, alarm_actions: [...'abcde'] },
    'at most 5',
  ],
  ['aws_cloudwatch_dashboard', { dashboard_body: '{' }, { dashboard_body: '{"widgets":[]}' }, 'no JSON'],
  ['aws_cloudwatch_dashboard', { dashboard_body: '{}' }, { dashboard_body: '{"widgets":[]}' }, 'list of widgets'],
  [
    'aws_cloudwatch_dashboard',
    { dashboard_body: '{"widgets":[{"x":12,"width":13}]}' },
    { dashboard_body: '{"widgets":[{"x":12,"width":12}]}' },
    '24 columns',
  ],
  [
    'aws_sns_topic_policy',
    { policy: '{"Statement":[{"Sid":"A"},{"Sid":"A"}]}' },
    { policy: '{"Statement":[{"Sid":"A"},{"Sid":"B"}]}' },
    'the Sid A',
  ],
  ['aws_sns_topic', { name: 'a.b' }, { name: 'a-b' }, 'at most 256'],
  [
    'aws_sns_topic_subscription',
    { protocol: 'email', endpoint: 'somebody' },
    { protocol: 'email', endpoint: 'somebody@example.com' },
    'electronic mail',
  ],
  ['aws_flow_log', {}, { iam_role_arn: 'arn' }, 'by a role'],
  ['aws_iam_openid_connect_provider', { url: 'http://example.com' }, { url: 'https://example.com' }, 'https://'],
  [
    'aws_budgets_budget',
    { notification: [{}] },
    { notification: [{ subscriber_email_addresses: ['somebody@example.com'] }] },
    'somebody to notify',
  ],
  ['aws_iam_role', { name: 'r'.repeat(65) }, { name: 'r'.repeat(64) }, 'at most 64'],
  ['aws_iam_role_policy', { policy: '{' }, { policy: '{}' }, 'no JSON'],
  ['aws_ssm_parameter', { name: '/aws/image', value: 'a' }, { name: '/app/aws', value: 'a' }, 'not beginning with aws'],
  [
    'aws_ssm_parameter',
    { name: '/ssmtool/image', value: 'a' },
    { name: '/tool/ssm', value: 'a' },
    'not beginning with aws',
  ],
  ['aws_ssm_parameter', { value: 'a', insecure_value: 'a' }, { insecure_value: 'a' }, 'exactly one'],
  ['aws_ssm_parameter', {}, { value_wo: 'a' }, 'exactly one'],
  ['aws_appautoscaling_target', { min_capacity: 3, max_capacity: 2 }, { min_capacity: 2, max_capacity: 2 }, 'above'],
  [
    'aws_appautoscaling_policy',
    { service_namespace: 'ecs', ...scaledBy({ predefined_metric_type: 'CPUUtilization' }) },
    { service_namespace: 'ecs', ...scaledBy({ predefined_metric_type: 'ECSServiceAverageCPUUtilization' }) },
    '"CPUUtilization" is none of',
  ],
  [
    'aws_appautoscaling_policy',
    scaledBy({ predefined_metric_type: 'ALBRequestCountPerTarget' }),
    scaledBy({ predefined_metric_type: 'ALBRequestCountPerTarget', resource_label: 'app/a/1/targetgroup/b/2' }),
    'needs a resource_label',
  ],
  [
    'aws_appautoscaling_policy',
    scaledBy({ predefined_metric_type: 'ALBRequestCountPerTarget', resource_label: 'app/a/1' }),
    scaledBy({ predefined_metric_type: 'ECSServiceAverageCPUUtilization' }),
    'is not app/',
  ],
];

describe('the facts of the offline provider', () => {
  it.each(rows)('refuses in %s: %j', (type, refused, _allowed, says) => {
    const messages = problemsOf(type, refused as never).map(({ message }) => message);
    expect(messages.join('\n')).toContain(says);
  });

  it.each(rows)('allows in %s, in place of %j: %j', (type, _refused, allowed) => {
    expect(problemsOf(type, allowed as never)).toEqual([]);
  });

  it('concern only types and arguments that the bindings have', () => {
    const resources = new Set([...checks.map(({ type }) => type), ...Object.keys(renewedByUpdate)]);
    const schema = deriveSchema({ resources: [...resources], dataSources: Object.keys(answers) });
    const facts = [
      ...checks.map(({ type, attribute }) => [type, attribute] as const),
      ...Object.entries(renewedByUpdate).flatMap(([type, names]) => names.map((name) => [type, name] as const)),
    ];
    const unknown = facts.filter(([type, name]) => {
      const path = name.split('.');
      const argument = path.pop() ?? '';
      const block = path.reduce((outer, part) => outer?.blocks[part]?.block, schema.resources[type]);
      return block?.attributes[argument] === undefined && block?.blocks[argument] === undefined;
    });
    expect(unknown).toEqual([]);
  });
});
