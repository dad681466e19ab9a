import { Account } from '../src/account';
import { removeDependents } from '../src/facts/dependents';
import { moveHosts } from '../src/facts/hosts';
import { refusal } from '../src/facts/refusals';
import type { Values } from '../src/value';

const vpc: Values = { id: 'vpc-1', cidr_block: '10.0.0.0/16' };
const subnet: Values = { id: 'subnet-1', vpc_id: 'vpc-1', cidr_block: '10.0.1.0/24' };
const group: Values = { id: 'sg-1', vpc_id: 'vpc-1' };
const gateway: Values = { id: 'igw-1', vpc_id: 'vpc-1' };
const network = { subnets: ['subnet-1'], security_groups: ['sg-1'], assign_public_ip: true };
const service: Values = { id: 'arn:service/app', network_configuration: [network] };

function accountWith(resources: Record<string, Values | readonly Values[]>): Account {
  const account = new Account();
  for (const [type, all] of Object.entries(resources)) {
    for (const values of [all].flat()) account.remember(type, null, values);
  }
  return account;
}

describe('an account with a service in a network', () => {
  const account = accountWith({
    aws_vpc: vpc,
    aws_subnet: subnet,
    aws_security_group: group,
    aws_internet_gateway: gateway,
    aws_ecs_service: service,
  });

  it.each([
    ['aws_subnet', subnet],
    ['aws_security_group', group],
    ['aws_internet_gateway', gateway],
  ])('refuses to delete its %s', (type, before) => {
    const message = refusal(type, { before, after: null }, account);
    expect(message).toMatch(/^DependencyViolation: .*because of arn:service\/app\.$/);
  });

  it('refuses to move its gateway to another VPC, and lets it stay', () => {
    const move = (vpc_id: string) =>
      refusal('aws_internet_gateway', { before: gateway, after: { ...gateway, vpc_id } }, account);
    expect(move('vpc-2')).toContain('DependencyViolation');
    expect(move('vpc-1')).toBeUndefined();
  });

  it('refuses to delete its VPC, naming what is in it', () => {
    const message = refusal('aws_vpc', { before: vpc, after: null }, account);
    expect(message).toContain('because of igw-1, sg-1, subnet-1.');
  });
});

describe('an account whose service has moved', () => {
  const moved = {
    ...service,
    network_configuration: [{ ...network, subnets: ['subnet-2'], security_groups: ['sg-2'] }],
  };
  const account = accountWith({ aws_vpc: vpc, aws_subnet: subnet, aws_ecs_service: service });
  account.remember('aws_ecs_service', service, moved);

  it.each([
    ['aws_subnet', subnet],
    ['aws_security_group', group],
    ['aws_internet_gateway', gateway],
  ])('deletes the %s that it used', (type, before) => {
    expect(refusal(type, { before, after: null }, account)).toBeUndefined();
  });

  it('deletes the VPC once that is empty', () => {
    account.remember('aws_subnet', subnet, null);
    expect(refusal('aws_vpc', { before: vpc, after: null }, account)).toBeUndefined();
  });
});

describe('an account with a subnet', () => {
  const account = accountWith({ aws_vpc: vpc, aws_subnet: subnet });

  it.each([
    ['10.1.0.0/24', 'InvalidSubnet.Range: 10.1.0.0/24 does not lie within 10.0.0.0/16'],
    ['10.0.0.0/20', 'InvalidSubnet.Conflict: 10.0.0.0/20 overlaps with 10.0.1.0/24'],
    ['10.0.2.0/24', undefined],
  ])('judges another one at %s', (cidr_block, says) => {
    const message = refusal('aws_subnet', { before: null, after: { vpc_id: 'vpc-1', cidr_block } }, account);
    if (says === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(says);
  });
});

const loadBalancer: Values = {
  id: 'arn:lb/app',
  arn: 'arn:lb/app',
  name: 'app',
  vpc_id: 'vpc-1',
  security_groups: ['sg-1'],
};
const targetGroup: Values = { id: 'arn:tg', arn: 'arn:tg', vpc_id: 'vpc-1' };
const certificate: Values = {
  id: 'arn:certificate',
  arn: 'arn:certificate',
  domain_validation_options: [{ resource_record_name: '_a.example.com.' }],
};
const validation: Values = { id: 'v', certificate_arn: 'arn:certificate' };
const record: Values = { id: 'r', name: '_a.example.com' };
const listener: Values = {
  id: 'arn:listener',
  load_balancer_arn: 'arn:lb/app',
  port: 443,
  certificate_arn: 'arn:certificate',
  default_action: [{ type: 'forward', target_group_arn: 'arn:tg' }],
};
const cluster: Values = { id: 'arn:cluster', arn: 'arn:cluster', name: 'main' };
const providers: Values = { id: 'main', cluster_name: 'main', capacity_providers: ['FARGATE', 'FARGATE_SPOT'] };
const definition: Values = {
  id: 'app',
  arn: 'arn:app:1',
  container_definitions: '[{"name":"app","portMappings":[{"containerPort":5000}]}]',
};
const balancedService: Values = {
  id: 'arn:aws:ecs:eu-central-1:123456789012:service/main/app',
  arn: 'arn:aws:ecs:eu-central-1:123456789012:service/main/app',
  name: 'app',
  cluster: 'arn:cluster',
  task_definition: 'arn:app:1',
  capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT' }],
  load_balancer: [{ target_group_arn: 'arn:tg', container_name: 'app', container_port: 5000 }],
};
const target: Values = { id: 'service/main/app', resource_id: 'service/main/app', service_namespace: 'ecs' };
const policy: Values = { id: 'cpu', name: 'cpu', resource_id: 'service/main/app' };
const webAcl: Values = { id: 'acl', arn: 'arn:acl', name: 'firewall', scope: 'REGIONAL' };
const everything = {
  aws_acm_certificate: certificate,
  aws_acm_certificate_validation: validation,
  aws_appautoscaling_policy: policy,
  aws_appautoscaling_target: target,
  aws_ecs_cluster: cluster,
  aws_ecs_cluster_capacity_providers: providers,
  aws_ecs_service: balancedService,
  aws_ecs_task_definition: definition,
  aws_iam_role: { id: 'task', name: 'task' },
  aws_iam_role_policy: { id: 'task:entries', role: 'task' },
  aws_lb: loadBalancer,
  aws_lb_listener: listener,
  aws_lb_target_group: targetGroup,
  aws_route53_record: record,
  aws_security_group: [group, { id: 'sg-2', vpc_id: 'vpc-1' }, { id: 'sg-3', vpc_id: 'vpc-3' }],
  aws_subnet: [
    { id: 'subnet-a', vpc_id: 'vpc-1', availability_zone: 'eu-central-1a' },
    { id: 'subnet-b', vpc_id: 'vpc-1', availability_zone: 'eu-central-1b' },
    { id: 'subnet-c', vpc_id: 'vpc-1', availability_zone: 'eu-central-1b' },
    { id: 'subnet-d', vpc_id: 'vpc-2', availability_zone: 'eu-central-1b' },
  ],
  aws_vpc_security_group_ingress_rule: { id: 'sgr-1', security_group_id: 'sg-1', referenced_security_group_id: 'sg-2' },
  aws_wafv2_web_acl: webAcl,
  aws_wafv2_web_acl_association: { id: 'association', web_acl_arn: 'arn:acl' },
};

/** The account of everything without some of it. */
function accountWithout(...types: (keyof typeof everything)[]): Account {
  const left = Object.entries(everything).filter(([type]) => !types.some((missing) => missing === type));
  return accountWith(Object.fromEntries(left));
}

describe('an account with a service behind a load balancer', () => {
  it.each([
    ['aws_lb_target_group', targetGroup, 'ResourceInUse', ['aws_lb_listener']],
    ['aws_acm_certificate', certificate, 'ResourceInUseException', ['aws_lb_listener']],
    ['aws_security_group', group, 'DependencyViolation', ['aws_lb']],
    ['aws_security_group', { id: 'sg-2' }, 'DependencyViolation', ['aws_vpc_security_group_ingress_rule']],
    ['aws_ecs_cluster', cluster, 'ClusterContainsServicesException', ['aws_ecs_service']],
    ['aws_iam_role', { id: 'task' }, 'DeleteConflict', ['aws_iam_role_policy']],
    ['aws_wafv2_web_acl', webAcl, 'WAFAssociatedItemException', ['aws_wafv2_web_acl_association']],
  ] as const)('refuses to delete its %s %j: %s', (type, before, says, users) => {
    expect(refusal(type, { before, after: null }, accountWithout())).toContain(says);
    expect(refusal(type, { before, after: null }, accountWithout(...users))).toBeUndefined();
  });

  it.each([
    ['aws_lb', loadBalancer],
    ['aws_lb_listener', listener],
    ['aws_ecs_service', balancedService],
    ['aws_appautoscaling_policy', policy],
    ['aws_wafv2_web_acl', webAcl],
  ])('refuses a second %s of one name', (type, after) => {
    expect(refusal(type, { before: null, after }, accountWithout())).toContain('AlreadyExists');
  });

  it.each([
    ['aws_acm_certificate_validation', validation, 'PENDING_VALIDATION', 'aws_route53_record'],
    ['aws_appautoscaling_policy', policy, 'ObjectNotFoundException', 'aws_appautoscaling_target'],
    ['aws_appautoscaling_target', target, 'ValidationException', 'aws_ecs_service'],
    ['aws_ecs_service', balancedService, 'does not have an associated load balancer', 'aws_lb_listener'],
    ['aws_ecs_service', balancedService, 'FARGATE_SPOT is not associated', 'aws_ecs_cluster_capacity_providers'],
    ['aws_lb_listener', listener, 'UnsupportedCertificate', 'aws_acm_certificate_validation'],
  ] as const)('would refuse its %s %j: %s without %s', (type, after, says, missing) => {
    expect(refusal(type, { before: after, after }, accountWithout(missing))).toContain(says);
    expect(refusal(type, { before: after, after }, accountWithout())).toBeUndefined();
  });

  it.each([
    ['aws_lb', { subnets: ['subnet-a', 'subnet-d'] }, 'different VPCs'],
    ['aws_lb', { subnets: ['subnet-b', 'subnet-c'] }, 'two lie in eu-central-1b'],
    ['aws_lb', { subnets: ['subnet-a', 'subnet-b'] }, 'no internet gateway'],
    ['aws_lb', { access_logs: [{ enabled: true, bucket: 'logs' }] }, 'Access Denied for bucket: logs'],
    ['aws_lb_listener', { load_balancer_arn: 'arn:lb/app', default_action: [{ target_group_arn: 'arn:far' }] }, 'VPCs'],
    ['aws_ecs_service', { ...balancedService, load_balancer: [{ container_name: 'web' }] }, 'no container web'],
    [
      'aws_vpc_security_group_egress_rule',
      { security_group_id: 'sg-1', referenced_security_group_id: 'sg-3' },
      'different networks',
    ],
  ])('refuses a %s like %j: %s', (type, after, says) => {
    const account = accountWithout();
    account.remember('aws_lb_target_group', null, { id: 'arn:far', arn: 'arn:far', vpc_id: 'vpc-2' });
    expect(refusal(type, { before: { vpc_id: null }, after }, account)).toContain(says);
  });

  it('refuses to move its load balancer to another VPC', () => {
    const after = { ...loadBalancer, subnets: ['subnet-d'] };
    expect(refusal('aws_lb', { before: loadBalancer, after }, accountWithout())).toContain('different VPCs');
  });

  it('forgets what scales a service, with the service', () => {
    const account = accountWithout();
    removeDependents('aws_ecs_service', balancedService, account);
    expect(account.hasRemoved('aws_appautoscaling_target', target)).toBe(true);
    expect(account.resources('aws_appautoscaling_policy')).toEqual([]);
  });
});

describe('an account with hosts and a database', () => {
  const host: Values = {
    id: 'hosts',
    name: 'hosts',
    arn: 'arn:hosts',
    protect_from_scale_in: true,
    vpc_zone_identifier: ['subnet-a'],
    launch_template: [{ id: 'lt-1' }],
  };
  const template: Values = {
    id: 'lt-1',
    name: 'hosts',
    vpc_security_group_ids: ['sg-hosts'],
    user_data: Buffer.from('ECS_CLUSTER=main\n').toString('base64'),
  };
  const provider: Values = {
    id: 'arn:provider',
    arn: 'arn:provider',
    name: 'hosts',
    auto_scaling_group_provider: [{ auto_scaling_group_arn: 'arn:hosts', managed_termination_protection: 'ENABLED' }],
  };
  const onHosts: Values = {
    id: 'arn:service/app',
    cluster: 'arn:cluster',
    name: 'app',
    task_definition: 'arn:app:1',
    capacity_provider_strategy: [{ capacity_provider: 'hosts' }],
  };
  const nat: Values = { id: 'nat-1', subnet_id: 'subnet-a', allocation_id: 'eipalloc-1' };
  const address: Values = { id: 'eipalloc-1' };
  const subnets: Values = { id: 'database', name: 'database', subnet_ids: ['subnet-a', 'subnet-b'] };
  const parameters: Values = { id: 'database-1', name: 'database-1' };
  const database: Values = {
    id: 'database',
    identifier: 'database',
    db_subnet_group_name: 'database',
    parameter_group_name: 'database-1',
    vpc_security_group_ids: ['sg-database'],
  };
  const all = {
    aws_autoscaling_group: host,
    aws_db_instance: database,
    aws_db_parameter_group: parameters,
    aws_db_subnet_group: subnets,
    aws_ecs_capacity_provider: provider,
    aws_ecs_cluster: cluster,
    aws_ecs_cluster_capacity_providers: { id: 'main', cluster_name: 'main', capacity_providers: ['hosts'] },
    aws_ecs_task_definition: { id: 'app', arn: 'arn:app:1', requires_compatibilities: ['EC2'] },
    aws_eip: address,
    aws_iam_instance_profile: { id: 'hosts', name: 'hosts', role: 'hosts' },
    aws_internet_gateway: gateway,
    aws_launch_template: template,
    aws_nat_gateway: nat,
    aws_subnet: [
      { id: 'subnet-a', vpc_id: 'vpc-1', availability_zone: 'eu-central-1a' },
      { id: 'subnet-b', vpc_id: 'vpc-1', availability_zone: 'eu-central-1b' },
      { id: 'subnet-new', vpc_id: 'vpc-1', availability_zone: 'eu-central-1b' },
      { id: 'subnet-far', vpc_id: 'vpc-2', availability_zone: 'eu-central-1b' },
    ],
  };
  const without = (...types: readonly string[]) =>
    accountWith(Object.fromEntries(Object.entries(all).filter(([type]) => !types.includes(type))));

  it.each<[string, Values, string, readonly string[]]>([
    ['aws_ecs_capacity_provider', provider, 'ResourceInUseException', ['aws_ecs_cluster_capacity_providers']],
    ['aws_ecs_cluster', cluster, 'ClusterContainsContainerInstances', ['aws_autoscaling_group']],
    ['aws_security_group', { id: 'sg-hosts' }, 'DependencyViolation', ['aws_autoscaling_group']],
    ['aws_security_group', { id: 'sg-database' }, 'DependencyViolation', ['aws_db_instance']],
    ['aws_db_subnet_group', subnets, 'InvalidDBSubnetGroupStateFault', ['aws_db_instance']],
    ['aws_db_parameter_group', parameters, 'InvalidDBParameterGroupState', ['aws_db_instance']],
    ['aws_eip', address, 'InvalidIPAddress.InUse', ['aws_nat_gateway']],
    ['aws_internet_gateway', gateway, 'DependencyViolation', ['aws_nat_gateway']],
    ['aws_iam_role', { id: 'hosts', name: 'hosts' }, 'DeleteConflict', ['aws_iam_instance_profile']],
    [
      'aws_subnet',
      { id: 'subnet-a' },
      'DependencyViolation',
      ['aws_autoscaling_group', 'aws_db_subnet_group', 'aws_nat_gateway'],
    ],
  ])('refuses to delete its %s %j: %s', (type, before, says, users) => {
    expect(refusal(type, { before, after: null }, without())).toContain(says);
    expect(refusal(type, { before, after: null }, without(...users))).toBeUndefined();
  });

  it.each<[string, Values]>([
    ['aws_autoscaling_group', host],
    ['aws_db_instance', database],
    ['aws_ecs_capacity_provider', provider],
    ['aws_launch_template', template],
  ])('refuses a second %s of one name', (type, after) => {
    expect(refusal(type, { before: null, after }, without())).toContain('AlreadyExists');
  });

  it.each<[string, Values, string]>([
    ['aws_ecs_service', { ...onHosts, capacity_provider_strategy: [], launch_type: 'FARGATE' }, 'not compatible with'],
    ['aws_ecs_service', { ...onHosts, network_configuration: [{ assign_public_ip: true }] }, 'Assign public IP'],
    ['aws_db_subnet_group', { ...subnets, subnet_ids: ['subnet-a'] }, 'lie in one zone'],
    ['aws_db_subnet_group', { ...subnets, subnet_ids: ['subnet-a', 'subnet-far'] }, 'not in the VPC'],
    ['aws_db_subnet_group', { ...subnets, subnet_ids: ['subnet-a', 'subnet-new'] }, 'currently in use: subnet-b'],
  ])('refuses a %s like %j: %s', (type, after, says) => {
    const before = type === 'aws_db_subnet_group' ? subnets : after;
    expect(refusal(type, { before, after }, without())).toContain(says);
  });

  it.each<[string, Values, string, string]>([
    ['aws_ecs_service', onHosts, 'not associated', 'aws_ecs_cluster_capacity_providers'],
    ['aws_nat_gateway', nat, 'no internet gateway', 'aws_internet_gateway'],
  ])('refuses its %s %j: %s without %s', (type, after, says, missing) => {
    expect(refusal(type, { before: after, after }, without(missing))).toContain(says);
    expect(refusal(type, { before: after, after }, without())).toBeUndefined();
  });

  it('protects no host of a group that does not', () => {
    const account = without();
    account.remember('aws_autoscaling_group', host, { ...host, protect_from_scale_in: false });
    expect(refusal('aws_ecs_capacity_provider', { before: provider, after: provider }, account)).toContain(
      'must have protect_from_scale_in',
    );
    expect(refusal('aws_ecs_capacity_provider', { before: provider, after: provider }, without())).toBeUndefined();
  });

  it('moves no service from hosts to Fargate in place', () => {
    const onSpot = { ...onHosts, capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT' }] };
    const account = without('aws_ecs_task_definition');
    account.remember('aws_ecs_cluster_capacity_providers', null, { ...providers });
    expect(refusal('aws_ecs_service', { before: onHosts, after: onSpot }, account)).toContain('cannot be updated');
    expect(refusal('aws_ecs_service', { before: onSpot, after: onSpot }, account)).toBeUndefined();
  });

  it('lets a cluster drop a capacity provider only when no service uses it', () => {
    const before = all.aws_ecs_cluster_capacity_providers;
    const change = { before, after: { ...before, capacity_providers: [] } };
    const account = without();
    expect(refusal('aws_ecs_cluster_capacity_providers', change, account)).toBeUndefined();
    account.remember('aws_ecs_service', null, onHosts);
    expect(refusal('aws_ecs_cluster_capacity_providers', change, account)).toContain('ResourceInUseException');
  });

  it.each([
    ['keeps a subnet that a group has left while its hosts are there', [], true],
    ['frees a subnet that a group has left when that starts an instance refresh', ['vpc_zone_identifier'], false],
  ])('%s', (_what, triggers, isInUse) => {
    const account = new Account();
    const inOld = { id: 'hosts', vpc_zone_identifier: ['subnet-old'], instance_refresh: [{ triggers }] };
    moveHosts(null, inOld, account);
    moveHosts(inOld, { ...inOld, vpc_zone_identifier: ['subnet-new'] }, account);
    const deletion = refusal('aws_subnet', { before: { id: 'subnet-old' }, after: null }, account);
    expect(deletion !== undefined).toBe(isInUse);
  });
});
