import { fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(threeTiers);
const group = resource(stack, 'aws_autoscaling_group.hosts');
const template = resource(stack, 'aws_launch_template.hosts');

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

function statements(address: string): Statement[] {
  return JSON.parse(String(resource(stack, address).policy)).Statement;
}

describe('Hosts', () => {
  it.each([
    ['ARM64', 't4g.small', 'amazon-linux-2023/arm64/recommended'],
    ['X86_64', 't3.small', 'amazon-linux-2023/recommended'],
  ] as const)(
    "use AWS's newest image for %s when they start; a newer image does not change the plan",
    (architecture, instanceType, path) => {
      const compute = { ...threeTiers.compute, architecture, instanceType };
      expect(resource(synthesized({ ...threeTiers, compute }), 'aws_launch_template.hosts')).toMatchObject({
        image_id: `resolve:ssm:/aws/service/ecs/optimized-ami/${path}/image_id`,
        instance_type: instanceType,
      });
    },
  );

  it('require IMDSv2, with a hop limit of one', () => {
    expect(template.metadata_options).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
    });
  });

  it('join the cluster, hide their credentials from tasks, and use the execution role of a task to write its log', () => {
    const settings = [
      `ECS_CLUSTER=${reference('aws_ecs_cluster.cluster.name')}`,
      'ECS_AWSVPC_BLOCK_IMDS=true',
      'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true',
    ];
    const lines = ['#!/bin/sh', "cat >>/etc/ecs/ecs.config <<'END'", ...settings, 'END', ''];
    expect(template.user_data).toBe(reference(`base64encode("${lines.join('\\n')}")`));
  });

  it('have encrypted disks', () => {
    expect(template.block_device_mappings).toEqual([
      expect.objectContaining({ ebs: expect.objectContaining({ encrypted: 'true', volume_type: 'gp3' }) }),
    ]);
  });

  it('run in the private subnets, and their number is between min and max', () => {
    expect(group).toMatchObject({
      min_size: 2,
      max_size: 4,
      vpc_zone_identifier: ['a', 'b'].map((zone) => reference(`aws_subnet.network_private_${zone}.id`)),
    });
  });

  it('have the tags of the environment, although the provider adds no default tags to Auto Scaling groups', () => {
    const tags = (group.tag as { key: string; value: string; propagate_at_launch: boolean }[]) ?? [];
    expect(tags.every(({ propagate_at_launch }) => propagate_at_launch)).toBe(true);
    expect(Object.fromEntries(tags.map(({ key, value }) => [key, value]))).toEqual({
      Name: 'eight-digit-prod-hosts',
      Project: 'eight-digit',
      Environment: 'prod',
      ManagedBy: 'terraform',
      AmazonECSManaged: 'true',
    });
  });

  it('are scaled by ECS, and ECS removes no host with tasks', () => {
    expect(resource(stack, 'aws_ecs_capacity_provider.hosts').auto_scaling_group_provider).toMatchObject({
      auto_scaling_group_arn: reference('aws_autoscaling_group.hosts.arn'),
      managed_termination_protection: 'ENABLED',
      managed_draining: 'ENABLED',
      managed_scaling: { status: 'ENABLED', target_capacity: 100 },
    });
    expect(group).toMatchObject({
      protect_from_scale_in: true,
      lifecycle: { ignore_changes: ['desired_capacity'] },
    });
  });

  it('are replaced if their subnets change, even with scale-in protection; new hosts start before old hosts stop', () => {
    expect(group.instance_refresh).toMatchObject({
      strategy: 'Rolling',
      triggers: ['vpc_zone_identifier'],
      preferences: {
        min_healthy_percentage: 100,
        max_healthy_percentage: 200,
        scale_in_protected_instances: 'Refresh',
      },
    });
    const preferences = 'MinHealthyPercentage=100,MaxHealthyPercentage=200,ScaleInProtectedInstances=Refresh';
    expect(stack.output.renew_hosts?.value).toMatch(new RegExp(`--preferences ${preferences}$`));
  });

  it('are deleted immediately with their group, without a wait for lifecycle hooks', () => {
    expect(group.force_delete).toBe(true);
  });

  it('have a group and a capacity provider whose names are known at plan time', () => {
    expect(group.name).toBe('eight-digit-prod-hosts');
    expect(resource(stack, 'aws_ecs_capacity_provider.hosts').name).toBe('eight-digit-prod-hosts');
  });

  it('are replaced together with their VPC; a new capacity provider also replaces the service and the list of providers', () => {
    expect(group.lifecycle).toMatchObject({ replace_triggered_by: ['terraform_data.hosts_vpc.id'] });
    const both = ['terraform_data.app_compute.id', 'aws_ecs_capacity_provider.hosts.arn'];
    for (const address of ['aws_ecs_service.app', 'aws_ecs_cluster_capacity_providers.app']) {
      expect(resource(stack, address).lifecycle).toMatchObject({ replace_triggered_by: both });
    }
  });

  it('accept no connections', () => {
    const rules = Object.values(stack.resource.aws_vpc_security_group_ingress_rule ?? {});
    const own = rules.filter(({ security_group_id }) => security_group_id === reference('aws_security_group.hosts.id'));
    expect(own).toEqual([]);
    expect(template).not.toHaveProperty('key_name');
  });

  it('are created after their permissions and their route to AWS', () => {
    expect(group.depends_on).toEqual(
      expect.arrayContaining([
        'aws_iam_role_policy.hosts_be_managed',
        'aws_iam_role_policy.hosts_join_cluster',
        'aws_vpc_security_group_egress_rule.hosts_https',
        'aws_route.network_private_a',
      ]),
    );
  });

  it('may join only their own cluster', () => {
    const cluster = reference('aws_ecs_cluster.cluster.arn');
    const register = statements('aws_iam_role_policy.hosts_join_cluster').find(({ Action }) =>
      Action.includes('ecs:RegisterContainerInstance'),
    );
    expect(register?.Resource).toEqual([cluster]);
  });

  it('have no permissions except to join the cluster and to be managed by Systems Manager', () => {
    const own = Object.entries(stack.resource.aws_iam_role_policy ?? {}).filter(
      ([, { role }]) => role === reference('aws_iam_role.hosts.name'),
    );
    expect(own.map(([name]) => name)).toEqual(['hosts_be_managed', 'hosts_join_cluster']);
  });

  it('do not exist on Fargate', () => {
    const { resource: resources } = synthesized({ ...threeTiers, compute: fixture.compute });
    expect(resources).not.toHaveProperty('aws_autoscaling_group');
    expect(resources).not.toHaveProperty('aws_ecs_capacity_provider');
  });
});
