import { describeIf, terraform } from '../../../../../__tests__/support/jest/requirement';
import { type Changes, fixture, threeTiers } from '../../../../../__tests__/support/stacks/fixture-environment';
import { Account } from '../../../src/aws/account';
import { deleteDependents } from '../../../src/aws/cascading-deletes';
import { defaultSubnets } from '../../../src/aws/default-vpc';
import { awsError } from '../../../src/aws/errors/aws-error';
import { updateGroupInstances } from '../../../src/aws/instances';
import { type Values, valuesAt } from '../../../src/protocol/value';
import { type AppliedResource, accountWith, applyEnvironment, firstOf } from '../../support/applied-environment';

/** An environment on EC2 instances, with HTTPS and a firewall, but without profiles. It has no alarms, because no test needs them. */
const onHosts: Changes = {
  ...threeTiers,
  monitoring: undefined,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
  profiles: undefined,
};

/**
 * An environment on Fargate with profiles, which need a database and a bastion. Everything that contains data is protected from deletion.
 */
const withProfiles: Changes = {
  ...threeTiers,
  monitoring: undefined,
  ingress: { kind: 'load-balanced', plainHttp: 'accepted' },
  compute: { ...fixture.compute, spotPercent: 50 },
  removal: 'protect',
};

/** Resources that Terraform did not create: the contents of a repository and of a bucket, and resources in another VPC. */
const addedByHand: readonly AppliedResource[] = [
  { type: 'aws_ecr_image', attributes: { id: '1', repository_name: 'eight-digit-prod-app' } },
  { type: 'aws_s3_object', attributes: { id: '1', bucket: 'eight-digit-prod-uploads-123456789012-eu-central-1' } },
  { type: 'aws_lb_target_group', attributes: { id: 'arn:other', arn: 'arn:other', vpc_id: 'vpc-other' } },
  { type: 'aws_security_group', attributes: { id: 'sg-other', vpc_id: 'vpc-other' } },
];

/**
 * The types of resources that others use through a resource of a different type, each with that type. For example, an instance uses a
 * security group through a launch template.
 */
const lookups: Readonly<Record<string, string>> = {
  aws_ecs_cluster: 'aws_launch_template',
  aws_ecs_cluster_capacity_providers: 'aws_ecs_cluster',
  aws_internet_gateway: 'aws_subnet',
  aws_security_group: 'aws_launch_template',
};

const sortedSet = (texts: readonly string[]) => [...new Set(texts)].sort();

describeIf(terraform, 'Simulated AWS account', () => {
  let hosts: readonly AppliedResource[];
  let profiles: readonly AppliedResource[];

  beforeAll(async () => {
    hosts = await applyEnvironment(onHosts);
    profiles = [...(await applyEnvironment(withProfiles)), ...addedByHand];
  });

  /** Returns the results of a function for the resources of both environments, sorted and without duplicates. */
  const inBoth = (find: (all: readonly AppliedResource[]) => readonly string[]) =>
    sortedSet([hosts, profiles].flatMap(find));

  /**
   * Deletes a resource from an account that otherwise contains only `others`. Returns the code of the error, or undefined if there is none.
   */
  const deletionError = ({ type, attributes }: AppliedResource, others: readonly AppliedResource[]) =>
    awsError(type, { before: attributes, after: null }, accountWith(others))?.split(':')[0];

  it('rejects the deletion of protected resources', () => {
    const errors = inBoth((all) =>
      all.flatMap((resource) => {
        const error = deletionError(resource, addedByHand);
        return error === undefined ? [] : [`${resource.type}: ${error}`];
      }),
    );
    expect(errors).toEqual([
      'aws_db_instance: InvalidParameterCombination',
      'aws_dynamodb_table: ValidationException',
      'aws_ecr_repository: RepositoryNotEmptyException',
      'aws_lb: OperationNotPermitted',
      'aws_s3_bucket: BucketNotEmpty',
    ]);
  });

  it('rejects the deletion of resources that other resources use', () => {
    const errors = inBoth((all) =>
      all
        .filter((resource) => deletionError(resource, addedByHand) === undefined)
        .flatMap((resource) =>
          sortedSet(all.map(({ type }) => type)).flatMap((user) => {
            const others = all.filter(({ type }) => type === user || type === lookups[resource.type]);
            const error = deletionError(resource, others);
            return error === undefined ? [] : [`${resource.type}: ${error} by ${user}`];
          }),
        ),
    );
    expect(errors).toEqual([
      'aws_acm_certificate: ResourceInUseException by aws_lb_listener',
      'aws_db_parameter_group: InvalidDBParameterGroupState by aws_db_instance',
      'aws_db_subnet_group: InvalidDBSubnetGroupStateFault by aws_db_instance',
      'aws_ecs_capacity_provider: ResourceInUseException by aws_ecs_cluster_capacity_providers',
      'aws_ecs_cluster: ClusterContainsContainerInstancesException by aws_autoscaling_group',
      'aws_ecs_cluster: ClusterContainsServicesException by aws_ecs_service',
      'aws_ecs_cluster_capacity_providers: ResourceInUseException by aws_ecs_service',
      'aws_eip: InvalidIPAddress.InUse by aws_nat_gateway',
      'aws_iam_role: DeleteConflict by aws_iam_instance_profile',
      'aws_internet_gateway: DependencyViolation by aws_lb',
      'aws_internet_gateway: DependencyViolation by aws_nat_gateway',
      'aws_lb_target_group: ResourceInUse by aws_lb_listener',
      'aws_security_group: DependencyViolation by aws_autoscaling_group',
      'aws_security_group: DependencyViolation by aws_db_instance',
      'aws_security_group: DependencyViolation by aws_ecs_service',
      'aws_security_group: DependencyViolation by aws_instance',
      'aws_security_group: DependencyViolation by aws_lb',
      'aws_security_group: DependencyViolation by aws_vpc_security_group_egress_rule',
      'aws_security_group: DependencyViolation by aws_vpc_security_group_ingress_rule',
      'aws_subnet: DependencyViolation by aws_autoscaling_group',
      'aws_subnet: DependencyViolation by aws_db_subnet_group',
      'aws_subnet: DependencyViolation by aws_ecs_service',
      'aws_subnet: DependencyViolation by aws_instance',
      'aws_subnet: DependencyViolation by aws_lb',
      'aws_subnet: DependencyViolation by aws_nat_gateway',
      'aws_subnet: DependencyViolation by instances of aws_autoscaling_group',
      'aws_vpc: DependencyViolation by aws_internet_gateway',
      'aws_vpc: DependencyViolation by aws_lb',
      'aws_vpc: DependencyViolation by aws_route_table',
      'aws_vpc: DependencyViolation by aws_security_group',
      'aws_vpc: DependencyViolation by aws_subnet',
      'aws_wafv2_web_acl: WAFAssociatedItemException by aws_wafv2_web_acl_association',
    ]);
  });

  it('rejects detaching an internet gateway while a service in the VPC has public addresses', () => {
    const service = firstOf(profiles, 'aws_ecs_service');
    const network = { subnets: valuesAt(service, 'network_configuration.subnets'), assign_public_ip: true };
    const others = [
      ...profiles.filter(({ type }) => type === 'aws_subnet'),
      { type: 'aws_ecs_service', attributes: { ...service, network_configuration: [network] } },
    ];
    const gateway = { type: 'aws_internet_gateway', attributes: firstOf(profiles, 'aws_internet_gateway') };
    expect(deletionError(gateway, others)).toBe('DependencyViolation');
  });

  it('rejects a new resource whose name is taken', () => {
    const types = inBoth((all) =>
      all
        .filter(({ type, attributes }) => awsError(type, { before: null, after: attributes }, accountWith(all)))
        .map(({ type }) => type),
    );
    expect(types).toEqual([
      'aws_appautoscaling_policy',
      'aws_autoscaling_group',
      'aws_cloudwatch_log_group',
      'aws_db_instance',
      'aws_db_parameter_group',
      'aws_db_subnet_group',
      'aws_dynamodb_table',
      'aws_ecr_repository',
      'aws_ecs_capacity_provider',
      'aws_ecs_service',
      'aws_flow_log',
      'aws_iam_instance_profile',
      'aws_iam_role',
      'aws_launch_template',
      'aws_lb',
      'aws_lb_listener',
      'aws_lb_target_group',
      'aws_s3_bucket',
      'aws_security_group',
      'aws_ssm_parameter',
      'aws_subnet',
      'aws_wafv2_web_acl',
    ]);
  });

  it('rejects a resource whose prerequisite is missing', () => {
    const missing = inBoth((all) =>
      all.flatMap((prerequisite) => {
        const others = all.filter((other) => other !== prerequisite);
        const account = accountWith(others);
        return others
          .filter(({ type, attributes }) => awsError(type, { before: attributes, after: attributes }, account))
          .map(({ type }) => `${type} without ${prerequisite.type}`);
      }),
    );
    expect(missing).toEqual([
      'aws_acm_certificate_validation without aws_route53_record',
      'aws_appautoscaling_policy without aws_appautoscaling_target',
      'aws_appautoscaling_target without aws_ecs_service',
      'aws_ecs_service without aws_ecs_cluster',
      'aws_ecs_service without aws_ecs_cluster_capacity_providers',
      'aws_ecs_service without aws_lb_listener',
      'aws_iam_role_policies_exclusive without aws_iam_role_policy',
      'aws_lb without aws_internet_gateway',
      'aws_lb without aws_s3_bucket_policy',
      'aws_lb_listener without aws_acm_certificate_validation',
      'aws_nat_gateway without aws_internet_gateway',
    ]);
  });

  const otherSubnets = defaultSubnets(new Account()).slice(0, 2);

  it.each<[string, string, Values, string]>([
    [
      'a move of a load balancer to another VPC',
      'aws_lb',
      { subnets: otherSubnets },
      'InvalidSubnet: vpc-0defa000000000001 is not',
    ],
    [
      'a move of database subnets to another VPC',
      'aws_db_subnet_group',
      { subnet_ids: otherSubnets },
      'the VPC of the old subnets',
    ],
    [
      'the removal of a database subnet in use',
      'aws_db_subnet_group',
      { subnet_ids: [] },
      'to be deleted are currently in use',
    ],
    [
      'a move of an internet gateway to another VPC',
      'aws_internet_gateway',
      { vpc_id: 'vpc-other' },
      'has public addresses, used by',
    ],
    [
      'a listener that forwards to another VPC',
      'aws_lb_listener',
      { default_action: [{ target_group_arn: 'arn:other' }] },
      'arn:other and the load balancer are in different VPCs',
    ],
    [
      'a rule for a security group in another VPC',
      'aws_vpc_security_group_ingress_rule',
      { referenced_security_group_id: 'sg-other' },
      'are in different VPCs',
    ],
    [
      'a cluster without the capacity providers of its service',
      'aws_ecs_cluster_capacity_providers',
      { capacity_providers: [] },
      'ResourceInUseException: FARGATE, FARGATE_SPOT is in use',
    ],
  ])('rejects %s', (_what, type, changes, message) => {
    const before = firstOf(profiles, type);
    expect(awsError(type, { before, after: { ...before, ...changes } }, accountWith(profiles))).toContain(message);
  });

  it('rejects the move of a service from EC2 instances to Fargate', () => {
    const before = firstOf(hosts, 'aws_ecs_service');
    const after = { ...before, capacity_provider_strategy: [], launch_type: 'FARGATE' };
    expect(awsError('aws_ecs_service', { before, after }, accountWith(hosts))).toContain(
      'cannot be moved from EC2 capacity to FARGATE capacity',
    );
  });

  it.each([
    [
      'rejects a load balancer and a grace period that are added to a service together',
      60,
      'Health check grace period is only valid for services configured to use load balancers',
    ],
    ['accepts a load balancer that is added to a service without a grace period', null, undefined],
  ])('%s', (_title, seconds, message) => {
    const service = firstOf(profiles, 'aws_ecs_service');
    const before = { ...service, load_balancer: [], health_check_grace_period_seconds: null };
    const after = { ...service, health_check_grace_period_seconds: seconds };
    const error = awsError('aws_ecs_service', { before, after }, accountWith(profiles));
    expect(error).toEqual(message && expect.stringContaining(message));
  });

  it.each([
    ['10.2.1.128/25', 'InvalidSubnet.Conflict: 10.2.1.128/25 overlaps 10.2.1.0/24'],
    ['10.2.0.0/16', 'InvalidSubnet.Conflict: 10.2.0.0/16 overlaps'],
    ['10.2.3.0/24', undefined],
  ])('rejects a new subnet with %s only if it overlaps another subnet', (cidr_block, message) => {
    const after = { ...firstOf(hosts, 'aws_subnet'), cidr_block };
    const error = awsError('aws_subnet', { before: null, after }, accountWith(hosts));
    expect(error).toEqual(message && expect.stringContaining(message));
  });

  it('deletes some resources together with the resource that they belong to', () => {
    const deleted = inBoth((all) =>
      all.flatMap(({ type, attributes }) => {
        const account = accountWith(all);
        deleteDependents(type, attributes, account);
        return all
          .filter((other) => account.hasRemoved(other.type, other.attributes))
          .map((other) => `${other.type} with ${type}`);
      }),
    );
    expect(deleted).toEqual([
      'aws_appautoscaling_policy with aws_ecs_service',
      'aws_appautoscaling_target with aws_ecs_service',
      'aws_iam_role_policy with aws_iam_role',
      'aws_lb_listener with aws_lb',
    ]);
  });

  it.each([
    ['rejects the deletion of a subnet while instances of its former autoscaling group are still in it', [], true],
    [
      'accepts the deletion of a subnet after an instance refresh of its former autoscaling group',
      ['vpc_zone_identifier'],
      false,
    ],
  ])('%s', (_outcome, triggers, isInUse) => {
    const group: Values = { ...firstOf(hosts, 'aws_autoscaling_group'), instance_refresh: [{ triggers }] };
    const [left = null, kept = null] = valuesAt(group, 'vpc_zone_identifier');
    const account = new Account();
    updateGroupInstances(null, group, account);
    updateGroupInstances(group, { ...group, vpc_zone_identifier: [kept] }, account);
    const error = awsError('aws_subnet', { before: { id: left }, after: null }, account);
    expect(error !== undefined).toBe(isInUse);
  });
});
