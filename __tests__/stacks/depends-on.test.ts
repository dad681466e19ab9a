import { balanced, fixture, threeTiers } from '../support/stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../support/stacks/synthesized';

/** Returns the `depends_on` of each resource, except of exclusive policies, which iam/exclusive-policies.test.ts tests. */
function dependenciesOf({ resource }: SynthesizedStack): Record<string, unknown> {
  const found = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { depends_on }]) => [`${type}.${name}`, depends_on] as const),
  );
  const isListed = ([address, list]: readonly [string, unknown]) =>
    Array.isArray(list) && list.length > 0 && !/^aws_iam_role_polic\w+_exclusive/.test(address);
  return Object.fromEntries(found.filter(isListed));
}

const domain = { name: 'app.b.example', zone: 'b.example' };
const internet = [
  'aws_route.network_public',
  'aws_route_table_association.network_public_a',
  'aws_route_table_association.network_public_b',
];
const internetThroughNat = [
  ...internet,
  'aws_route.network_private_a',
  'aws_route_table_association.network_private_a',
  'aws_route.network_private_b',
  'aws_route_table_association.network_private_b',
];
const behindLoadBalancer = [
  'aws_vpc_security_group_egress_rule.app_to_tasks',
  'aws_vpc_security_group_ingress_rule.app_from_load_balancer',
  'aws_vpc_security_group_egress_rule.app_https',
];
const taskRoles = [
  'aws_iam_role_policy.app_task_entries',
  'aws_iam_role_policy.app_execution_pull_image',
  'aws_iam_role_policy.app_execution_write_log',
];

const records = {
  'aws_ssm_parameter.removal_repository_images': ['aws_ecr_repository.images'],
  'aws_ssm_parameter.removal_table_entries': ['aws_dynamodb_table.entries'],
};

/** The expected dependencies in `dev`. Without them, Terraform would use an order that AWS rejects, or tasks would not start. */
const ofDev = {
  'aws_ecs_service.app': [
    ...taskRoles,
    'aws_vpc_security_group_ingress_rule.app_internet',
    'aws_vpc_security_group_egress_rule.app_https',
    ...internet,
  ],
  'aws_flow_log.network_flow_logs': ['aws_iam_role_policy.network_flow_logs_write_log'],
  'aws_ssm_parameter.deployed': ['aws_ecs_service.app'],
  ...records,
};

const ofStaging = {
  'aws_ecs_service.app': [
    ...taskRoles,
    ...behindLoadBalancer,
    'aws_lb_listener.load_balancer_https',
    'aws_lb_listener.load_balancer_http',
  ],
  'aws_lb.load_balancer': ['aws_s3_bucket_policy.load_balancer_access_logs'],
  'aws_lb_listener.load_balancer_http': ['aws_lb_listener.load_balancer_https'],
  'aws_s3_bucket_policy.load_balancer_access_logs': ['aws_s3_bucket_public_access_block.load_balancer_access_logs'],
  'aws_ssm_parameter.deployed': ['aws_ecs_service.app'],
  ...records,
  'aws_ssm_parameter.removal_bucket_load_balancer_access_logs': [
    'aws_s3_bucket.load_balancer_access_logs',
    'aws_lb.load_balancer',
  ],
  'aws_ssm_parameter.removal_load_balancer_load_balancer': ['aws_lb.load_balancer'],
};

const published = ['aws_ssm_parameter.profiles_database_login'];

const ofProd = {
  'aws_autoscaling_group.hosts': [
    'aws_iam_role_policy.hosts_be_managed',
    'aws_iam_role_policy.hosts_join_cluster',
    'aws_vpc_security_group_egress_rule.hosts_https',
    ...internetThroughNat,
  ],
  'aws_db_instance.profiles_database': [
    'aws_cloudwatch_log_group.profiles_database_postgresql_log',
    'aws_cloudwatch_log_group.profiles_database_upgrade_log',
  ],
  'aws_ecs_service.app': [
    'aws_iam_role_policy.app_task_entries',
    'aws_iam_role_policy.app_task_database',
    'aws_iam_role_policy.app_task_uploads',
    'aws_iam_role_policy.app_execution_pull_image',
    'aws_iam_role_policy.app_execution_write_log',
    'aws_iam_role_policy.app_execution_database_secret',
    ...behindLoadBalancer,
    'aws_vpc_security_group_egress_rule.profiles_database_from_app',
    'aws_vpc_security_group_ingress_rule.profiles_database_from_app',
    ...internetThroughNat,
    'aws_ecs_cluster_capacity_providers.app',
    'aws_lb_listener.load_balancer_http',
  ],
  'aws_flow_log.network_flow_logs': ['aws_iam_role_policy.network_flow_logs_write_log'],
  'aws_lb.load_balancer': internetThroughNat,
  'aws_nat_gateway.network_nat_a': internet,
  'aws_s3_bucket_lifecycle_configuration.profiles_uploads': ['aws_s3_bucket_versioning.profiles_uploads'],
  'aws_s3_bucket_policy.profiles_uploads': ['aws_s3_bucket_public_access_block.profiles_uploads'],
  'aws_ssm_parameter.deployed': ['aws_ecs_service.app'],
  'aws_ssm_parameter.profiles_database_login': ['aws_db_instance.profiles_database'],
  'aws_ssm_parameter.profiles_database_endpoint': published,
  'aws_ssm_parameter.profiles_database_secret': published,
  'aws_ssm_parameter.profiles_entries_table': published,
  'aws_ssm_parameter.profiles_uploads_bucket': published,
  'aws_ssm_parameter.profiles_uploads_table': published,
  ...records,
  'aws_ssm_parameter.removal_bucket_profiles_uploads': ['aws_s3_bucket.profiles_uploads'],
  'aws_ssm_parameter.removal_database_profiles_database': ['aws_db_instance.profiles_database'],
  'aws_ssm_parameter.removal_load_balancer_load_balancer': ['aws_lb.load_balancer'],
  'aws_ssm_parameter.removal_table_profiles_uploads': ['aws_dynamodb_table.profiles_uploads'],
};

describe('Explicit dependencies', () => {
  it.each([
    ['dev', synthesized(), ofDev],
    ['staging', synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } }), ofStaging],
    ['prod', synthesized(threeTiers), ofProd],
  ])('of the resources in %s are exactly the listed ones', (_name, stack, expected) => {
    expect(dependenciesOf(stack)).toEqual(expected);
  });

  it('of the bastion are its IAM policy, its egress rule and the routes to the internet', () => {
    const stack = synthesized({ ...threeTiers, compute: fixture.compute });
    expect(dependenciesOf(stack)['aws_instance.jump']).toEqual([
      'aws_iam_role_policy.jump_be_managed',
      'aws_vpc_security_group_egress_rule.jump_https',
      ...internetThroughNat,
    ]);
  });
});
