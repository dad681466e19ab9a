import { deriveSchema } from '../../../tools/stand-in-provider/derive-schema';
import { checks, problemsOf } from '../../../tools/stand-in-provider/facts/checks';
import { answers } from '../../../tools/stand-in-provider/facts/data-sources';
import { renewedByUpdate, replacedBy } from '../../../tools/stand-in-provider/facts/updates';

const container = (more: object) => ({ container_definitions: JSON.stringify([{ image: 'a', ...more }]) });
const rule = (selection: object) => ({
  policy: JSON.stringify({ rules: [{ rulePriority: 1, action: {}, selection: { countNumber: 1, ...selection } }] }),
});
const pair = (cpu: string, memory: string) => ({ requires_compatibilities: ['FARGATE'], cpu, memory });

/** What is refused, with the word that names it, and what stands beside it and is not. */
const rows: [type: string, refused: object, allowed: object, says: string][] = [
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
  ['aws_lb_target_group', { name_prefix: 'eight-d' }, { name_prefix: 'eight-' }, 'at most 6'],
  [
    'aws_dynamodb_table',
    { hash_key: 'a', attribute: [{ name: 'a' }, { name: 'b' }] },
    { hash_key: 'a', attribute: [{ name: 'a' }, { name: 'b' }], global_secondary_index: [{ hash_key: 'b' }] },
    'b: declared',
  ],
  ['aws_dynamodb_table', { hash_key: 'a' }, { hash_key: 'a', attribute: [{ name: 'a' }] }, 'a: a key'],
  ['aws_dynamodb_table', {}, { hash_key: 'a' }, 'needs a hash_key'],
  ['aws_dynamodb_table', { billing_mode: 'ON_DEMAND' }, { billing_mode: 'PROVISIONED' }, '"ON_DEMAND" is none of'],
  ['aws_dynamodb_table', { attribute: [{ type: 'String' }] }, { attribute: [{ type: 'S' }] }, '"String" is none of'],
  [
    'aws_dynamodb_table',
    { global_secondary_index: [{ projection_type: 'ALL' }, { projection_type: 'KEYS' }] },
    { global_secondary_index: [{ projection_type: 'ALL' }, { projection_type: 'KEYS_ONLY' }] },
    '"KEYS" is none of',
  ],
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
  ['aws_db_instance', { skip_final_snapshot: true, db_name: 'a-b' }, { skip_final_snapshot: true }, 'underscores'],
  ['aws_db_instance', {}, { final_snapshot_identifier: 'last' }, 'skip_final_snapshot'],
  ['aws_cloudwatch_log_group', { retention_in_days: 8 }, { retention_in_days: 7 }, '5, 7, 14'],
  ['aws_cloudwatch_metric_alarm', { period: 90 }, { period: 120 }, 'multiple of 60'],
  ['aws_iam_role', { name: 'r'.repeat(65) }, { name: 'r'.repeat(64) }, 'at most 64'],
  ['aws_iam_role_policy', { policy: '{' }, { policy: '{}' }, 'no JSON'],
  ['aws_ssm_parameter', { name: '/aws/image' }, { name: '/app/aws' }, 'not beginning with aws'],
  ['aws_ssm_parameter', { name: '/ssmtool/image' }, { name: '/tool/ssm' }, 'not beginning with aws'],
  ['aws_ssm_parameter', { value: 'a', insecure_value: 'a' }, { insecure_value: 'a' }, 'exactly one'],
  ['aws_ssm_parameter', {}, { value_wo: 'a' }, 'exactly one'],
  ['aws_appautoscaling_target', { min_capacity: 3, max_capacity: 2 }, { min_capacity: 2, max_capacity: 2 }, 'above'],
];

describe('the facts of the stand-in provider', () => {
  it.each(rows)('refuses in %s: %j', (type, refused, _allowed, says) => {
    const messages = problemsOf(type, refused as never).map(({ message }) => message);
    expect(messages.join('\n')).toContain(says);
  });

  it.each(rows)('allows in %s, beside %j: %j', (type, _refused, allowed, says) => {
    const messages = problemsOf(type, allowed as never).map(({ message }) => message);
    expect(messages.join('\n')).not.toContain(says);
  });

  it('concern only types and arguments that the bindings have', () => {
    const resources = new Set([
      ...checks.map(({ type }) => type),
      ...Object.keys({ ...replacedBy, ...renewedByUpdate }),
    ]);
    const schema = deriveSchema({ resources: [...resources], dataSources: Object.keys(answers) });
    const facts = [
      ...checks.map(({ type, attribute }) => [type, attribute] as const),
      ...Object.entries({ ...replacedBy }).flatMap(([type, names]) => names.map((name) => [type, name] as const)),
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
