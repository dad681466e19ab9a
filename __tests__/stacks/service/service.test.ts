import { reference, resource, synthesized } from '../../support/synthesized';

const stack = synthesized();
const service = resource(stack, 'aws_ecs_service.app');
const taskDefinition = resource(stack, 'aws_ecs_task_definition.app');

it('runs one task on Fargate, with a public address, in both subnets', () => {
  expect(service).toMatchObject({
    desired_count: 1,
    launch_type: 'FARGATE',
    network_configuration: {
      assign_public_ip: true,
      subnets: [reference('aws_subnet.network_public_a.id'), reference('aws_subnet.network_public_b.id')],
      security_groups: [reference('aws_security_group.app.id')],
    },
  });
});

it('runs as many tasks as the environment file says', () => {
  const three = synthesized({ scale: { kind: 'fixed', tasks: 3 } });
  expect(resource(three, 'aws_ecs_service.app').desired_count).toBe(3);
});

it('waits for a deployment, and lets ECS take a failed one back', () => {
  expect(service).toMatchObject({
    wait_for_steady_state: true,
    deployment_circuit_breaker: { enable: true, rollback: true },
    deployment_minimum_healthy_percent: 100,
    deployment_maximum_percent: 200,
    availability_zone_rebalancing: 'ENABLED',
  });
});

it('fails an apply that ECS rolled back', () => {
  expect(service.lifecycle).toMatchObject({
    postcondition: [
      {
        condition: reference('(self.task_definition == one(aws_ecs_task_definition.app[*].arn))'),
        error_message: expect.stringMatching(/^The new version did not become healthy/),
      },
    ],
  });
});

it('hands its tags to the tasks', () => {
  expect(service.propagate_tags).toBe('SERVICE');
});

it('opens no shell into containers', () => {
  expect(service.enable_execute_command).toBe(false);
});

it('comes after everything that a task needs to start, and goes before it', () => {
  const needed = [
    'aws_iam_role_policy',
    'aws_vpc_security_group_egress_rule',
    'aws_route',
    'aws_route_table_association',
  ];
  const addresses = needed.flatMap((type) => Object.keys(stack.resource[type] ?? {}).map((name) => `${type}.${name}`));
  expect(service.depends_on).toEqual(expect.arrayContaining(addresses));
});

it('is there only while an image runs, and so is the task definition', () => {
  const count = reference('(local.deployed_image == "none") ? 0 : 1');
  expect(service.count).toBe(count);
  expect(taskDefinition.count).toBe(count);
});

it('has tasks of the size that the environment file says', () => {
  const larger = synthesized({ compute: { kind: 'fargate', cpu: 1024, memoryMiB: 3072, architecture: 'ARM64' } });
  expect(resource(larger, 'aws_ecs_task_definition.app')).toMatchObject({
    cpu: '1024',
    memory: '3072',
    network_mode: 'awsvpc',
    requires_compatibilities: ['FARGATE'],
    runtime_platform: { cpu_architecture: 'ARM64', operating_system_family: 'LINUX' },
  });
});

it('keeps earlier revisions, for ECS to go back to', () => {
  expect(taskDefinition.skip_destroy).toBe(true);
});

it('keeps its log for as long as the environment file says', () => {
  const log = resource(synthesized({ logRetentionDays: 30 }), 'aws_cloudwatch_log_group.app');
  expect(log).toMatchObject({ name: '/ecs/eight-digit-dev', retention_in_days: 30 });
});

it('runs in a cluster without Container Insights, which cost money', () => {
  expect(resource(stack, 'aws_ecs_cluster.cluster').setting).toEqual([
    { name: 'containerInsights', value: 'disabled' },
  ]);
});
