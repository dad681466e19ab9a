import { resource, synthesized } from '../support/synthesized';

/**
 * Terraform knows everything by its address: renaming one destroys a thing in AWS and creates another, unless a
 * `moved` block goes with it. Outputs and the variable are what scripts and people call.
 */
const frozen = [
  'aws_cloudwatch_log_group.app',
  'aws_cloudwatch_log_group.network_flow_logs',
  'aws_default_security_group.network',
  'aws_dynamodb_table.entries',
  'aws_ecr_lifecycle_policy.images',
  'aws_ecr_repository.images',
  'aws_ecs_cluster.cluster',
  'aws_ecs_service.app',
  'aws_ecs_task_definition.app',
  'aws_flow_log.network_flow_logs',
  'aws_iam_role.app_execution',
  'aws_iam_role.app_task',
  'aws_iam_role.network_flow_logs',
  'aws_iam_role_policy.app_execution_pull_image',
  'aws_iam_role_policy.app_execution_write_log',
  'aws_iam_role_policy.app_task_entries',
  'aws_iam_role_policy.network_flow_logs_write_log',
  'aws_internet_gateway.network',
  'aws_route.network_public',
  'aws_route_table.network_public',
  'aws_route_table_association.network_public_a',
  'aws_route_table_association.network_public_b',
  'aws_security_group.app',
  'aws_ssm_parameter.deployed',
  'aws_subnet.network_public_a',
  'aws_subnet.network_public_b',
  'aws_vpc.network',
  'aws_vpc_endpoint.network_dynamodb',
  'aws_vpc_security_group_egress_rule.app_https',
  'aws_vpc_security_group_ingress_rule.app_internet',
  'data.aws_caller_identity.current',
  'data.aws_ssm_parameters_by_path.deployed',
  'local.deployed_image',
  'output.deployed_image',
  'output.dynamodb_table_name',
  'output.ecr_repository_url',
  'output.ecs_cluster_name',
  'output.ecs_service_name',
  'output.find_public_address',
  'output.follow_log',
  'output.image_platform',
  'output.list_deployments',
  'output.log_group_name',
  'output.log_in_to_ecr',
  'output.region',
  'var.container_image',
];

function typesAndNames(section: Record<string, object>, prefix = ''): string[] {
  return Object.entries(section).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${prefix}${type}.${name}`),
  );
}

it('dev has the addresses that it always had', () => {
  const { resource, data, locals, output, variable } = synthesized();
  const addresses = [
    ...typesAndNames(resource),
    ...typesAndNames(data, 'data.'),
    ...typesAndNames({ local: locals, output, var: variable }),
  ];
  expect(addresses.sort()).toEqual(frozen);
});

it.each([
  ['aws_iam_role.app_execution', 'name', 64],
  ['aws_iam_role.app_task', 'name', 64],
  ['aws_security_group.app', 'name_prefix', 100],
  ['aws_ecr_repository.images', 'name', 256],
  ['aws_ecs_cluster.cluster', 'name', 255],
  ['aws_ecs_service.app', 'name', 255],
  ['aws_ecs_task_definition.app', 'family', 255],
  ['aws_cloudwatch_log_group.app', 'name', 512],
  ['aws_dynamodb_table.entries', 'name', 255],
])('%s has a name that AWS takes, for the longest project and environment too', (address, attribute, limit) => {
  const longest = synthesized({ project: 'p'.repeat(32), name: 'e'.repeat(16), table: undefined });
  expect(String(resource(longest, address)[attribute]).length).toBeLessThanOrEqual(limit);
});
