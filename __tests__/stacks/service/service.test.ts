import { balanced, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();
const service = resource(stack, 'aws_ecs_service.app');
const taskDefinition = resource(stack, 'aws_ecs_task_definition.app');

describe('Service', () => {
  it('runs one task on Fargate, with a public address, in one of the two subnets', () => {
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

  it('rolls back a deployment if an alarm for errors or slow responses goes off', () => {
    expect(resource(synthesized(balanced), 'aws_ecs_service.app').alarms).toEqual({
      alarm_names: ['targets_5xx', 'latency_p99'].map((alarm) =>
        reference(`one(aws_cloudwatch_metric_alarm.monitoring_${alarm}[*].alarm_name)`),
      ),
      enable: true,
      rollback: true,
    });
  });

  it('disables rollbacks on alarms if it has a load balancer, but no monitoring', () => {
    const alarms = { alarm_names: [], enable: false, rollback: false };
    expect(resource(synthesized({ ...balanced, monitoring: undefined }), 'aws_ecs_service.app').alarms).toEqual(alarms);
  });

  it('watches no alarms without a load balancer', () => {
    expect(resource(synthesized({ monitoring: {} }), 'aws_ecs_service.app').alarms).toBeUndefined();
  });

  it('has a timeout of 30 minutes with alarms, because ECS watches the alarms for some minutes after a deployment', () => {
    expect(resource(synthesized(balanced), 'aws_ecs_service.app').timeouts).toMatchObject({ update: '30m' });
  });

  it('runs as many tasks as the environment file says', () => {
    const three = synthesized({ scale: { kind: 'fixed', tasks: 3 } });
    expect(resource(three, 'aws_ecs_service.app').desired_count).toBe(3);
  });

  it('makes an apply wait for the deployment, and makes ECS roll back a failed deployment', () => {
    expect(service).toMatchObject({
      wait_for_steady_state: true,
      deployment_circuit_breaker: { enable: true, rollback: true },
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      availability_zone_rebalancing: 'ENABLED',
    });
  });

  it('has a timeout of 40 minutes with profiles, so that uploads can finish', () => {
    expect(service.timeouts).toBeUndefined();
    const { timeouts } = resource(synthesized(threeTiers), 'aws_ecs_service.app');
    expect(timeouts).toEqual({ create: '40m', update: '40m', delete: '40m' });
  });

  it('fails an apply if ECS has rolled back the deployment', () => {
    expect(service.lifecycle).toMatchObject({
      postcondition: [
        {
          condition: reference('(self.task_definition == one(aws_ecs_task_definition.app[*].arn))'),
          error_message: expect.stringMatching(/^The new version did not become healthy/),
        },
      ],
    });
  });

  it('passes its tags to the tasks', () => {
    expect(service.propagate_tags).toBe('SERVICE');
  });

  it.each([
    ['not by default', undefined, false],
    ['with exec: true', { exec: true }, true],
  ])('allows commands in its tasks only if the environment file says so: %s', (_title, app, expected) => {
    expect(resource(synthesized({ app }), 'aws_ecs_service.app').enable_execute_command).toBe(expected);
  });

  it('is created after everything that a task needs to start', () => {
    const needed = [
      'aws_iam_role_policy',
      'aws_vpc_security_group_egress_rule',
      'aws_route',
      'aws_route_table_association',
    ];
    const addresses = needed
      .flatMap((type) => Object.keys(stack.resource[type] ?? {}).map((name) => `${type}.${name}`))
      .filter((address) => !address.includes('.network_flow_logs'));
    expect(service.depends_on).toEqual(expect.arrayContaining(addresses));
  });

  it('exists, like the task definition, only while an image runs', () => {
    const count = reference('(local.deployed_image == "none") ? 0 : 1');
    expect(service.count).toBe(count);
    expect(taskDefinition.count).toBe(count);
  });

  it('has tasks of the size that the environment file sets', () => {
    const larger = synthesized({ compute: { kind: 'fargate', cpu: 1024, memoryMiB: 3072, architecture: 'ARM64' } });
    expect(resource(larger, 'aws_ecs_task_definition.app')).toMatchObject({
      cpu: '1024',
      memory: '3072',
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
      runtime_platform: { cpu_architecture: 'ARM64', operating_system_family: 'LINUX' },
    });
  });

  it('keeps old task definitions, so that ECS can roll back', () => {
    expect(taskDefinition.skip_destroy).toBe(true);
  });

  it('keeps its log for as long as the environment file says', () => {
    const log = resource(synthesized({ logRetentionDays: 30 }), 'aws_cloudwatch_log_group.app');
    expect(log).toMatchObject({ name: '/ecs/eight-digit-dev', retention_in_days: 30 });
  });

  it('runs in a cluster without Container Insights, because it costs money', () => {
    expect(resource(stack, 'aws_ecs_cluster.cluster').setting).toEqual([
      { name: 'containerInsights', value: 'disabled' },
    ]);
  });

  describe('behind a load balancer', () => {
    const stack = synthesized(balanced);

    it('registers its tasks with the load balancer, and gives them a minute to start', () => {
      expect(resource(stack, 'aws_ecs_service.app')).toMatchObject({
        load_balancer: [
          {
            target_group_arn: reference('aws_lb_target_group.load_balancer.arn'),
            container_name: 'app',
            container_port: 5000,
          },
        ],
        health_check_grace_period_seconds: 60,
        depends_on: expect.arrayContaining(['aws_lb_listener.load_balancer_http']),
      });
    });

    it('sets its grace period only at its creation, because ECS rejects the period if an existing service gets a load balancer', () => {
      const ignored = (of: SynthesizedStack) => resource(of, 'aws_ecs_service.app').lifecycle;
      const period = { ignore_changes: expect.arrayContaining(['health_check_grace_period_seconds']) };
      expect(ignored(stack)).toMatchObject(period);
      // If the load balancer is removed from the service, Terraform must also remove the grace period.
      expect(ignored(synthesized())).not.toMatchObject(period);
    });

    it('accepts requests only from the load balancer', () => {
      const rules = Object.values(stack.resource.aws_vpc_security_group_ingress_rule ?? {});
      const own = rules.filter(({ security_group_id }) => security_group_id === reference('aws_security_group.app.id'));
      expect(own).toEqual([
        expect.objectContaining({
          referenced_security_group_id: reference('aws_security_group.load_balancer.id'),
          from_port: 5000,
          to_port: 5000,
        }),
      ]);
    });

    it("accepts requests on the port of the user's container", () => {
      const stack = synthesized({ ...balanced, app: { container: { port: 8080 } } });
      const ports = { from_port: 8080, to_port: 8080 };
      expect(resource(stack, 'aws_vpc_security_group_ingress_rule.app_from_load_balancer')).toMatchObject(ports);
      expect(resource(stack, 'aws_vpc_security_group_egress_rule.app_to_tasks')).toMatchObject(ports);
      expect(resource(stack, 'aws_ecs_service.app')).toMatchObject({ load_balancer: [{ container_port: 8080 }] });
    });

    it('is the only destination of the load balancer', () => {
      const rules = Object.values(stack.resource.aws_vpc_security_group_egress_rule ?? {});
      const own = rules.filter(
        ({ security_group_id }) => security_group_id === reference('aws_security_group.load_balancer.id'),
      );
      expect(own).toEqual([
        expect.objectContaining({
          referenced_security_group_id: reference('aws_security_group.app.id'),
          from_port: 5000,
        }),
      ]);
    });
  });

  describe('with a share of Spot', () => {
    const stack = synthesized({ compute: { ...fixture.compute, spotPercent: 75 } });

    it('runs the first task without Spot, and three of every four further tasks with Spot', () => {
      expect(resource(stack, 'aws_ecs_service.app').capacity_provider_strategy).toEqual([
        { capacity_provider: 'FARGATE', base: 1, weight: 25 },
        { capacity_provider: 'FARGATE_SPOT', weight: 75 },
      ]);
    });

    it.each([
      ['with Spot', stack],
      ['without Spot', synthesized()],
    ])(
      'forces a new deployment %s, because the provider otherwise rejects a change to the share of Spot',
      (_title, either) => {
        expect(resource(either, 'aws_ecs_service.app').force_new_deployment).toBe(true);
      },
    );

    it('has no launch type, because AWS rejects it together with a share of Spot', () => {
      expect(resource(stack, 'aws_ecs_service.app')).not.toHaveProperty('launch_type');
    });

    it('is created after the cluster has both capacity providers', () => {
      expect(resource(stack, 'aws_ecs_cluster_capacity_providers.app')).toMatchObject({
        cluster_name: reference('aws_ecs_cluster.cluster.name'),
        capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      });
      expect(resource(stack, 'aws_ecs_service.app').depends_on).toContain('aws_ecs_cluster_capacity_providers.app');
    });
  });

  describe('on hosts', () => {
    const stack = synthesized(threeTiers);
    const service = resource(stack, 'aws_ecs_service.app');

    it('spreads its tasks across the zones, and fills the memory of each host', () => {
      expect(service).toMatchObject({
        capacity_provider_strategy: [
          { capacity_provider: reference('aws_ecs_capacity_provider.hosts.name'), weight: 1 },
        ],
        force_new_deployment: true,
        ordered_placement_strategy: [
          { type: 'spread', field: 'attribute:ecs.availability-zone' },
          { type: 'binpack', field: 'memory' },
        ],
        depends_on: expect.arrayContaining(['aws_ecs_cluster_capacity_providers.app']),
      });
      expect(service).not.toHaveProperty('launch_type');
    });

    it('has a task definition that requires EC2', () => {
      expect(resource(stack, 'aws_ecs_task_definition.app')).toMatchObject({
        requires_compatibilities: ['EC2'],
        network_mode: 'awsvpc',
      });
    });
  });

  describe.each([
    ['on hosts', synthesized(threeTiers)],
    ['on Fargate', synthesized({ ...threeTiers, compute: fixture.compute })],
  ])('in private subnets, %s', (_title, stack) => {
    const service = resource(stack, 'aws_ecs_service.app');

    it('has tasks without a public address', () => {
      expect(service.network_configuration).toMatchObject({
        assign_public_ip: false,
        subnets: ['a', 'b'].map((zone) => reference(`aws_subnet.network_private_${zone}.id`)),
      });
    });

    it('is created after its route to the internet', () => {
      expect(service.depends_on).toEqual(
        expect.arrayContaining(['aws_route.network_private_a', 'aws_route_table_association.network_private_b']),
      );
    });
  });
});
