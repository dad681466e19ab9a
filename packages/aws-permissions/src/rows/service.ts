import { passedTo } from '../passed-roles';
import { row } from '../row';
import { created, named, serviceLinkedRole } from '../target';

const clusters = named('ecs', 'cluster/{prefix}-*');
const services = named('ecs', 'service/{prefix}-*');
/** Clusters and services in one target, so that DescribeClusters and DescribeServices share one statement. The policy is then smaller. */
const clustersAndServices = named('ecs', 'cluster/{prefix}-*', 'service/{prefix}-*');
const deployments = named('ecs', 'service/{prefix}-*', 'service-deployment/{prefix}-*');
const taskDefinitions = named('ecs', 'task-definition/{prefix}-*');

/**
 * The rows for ECS and ECR. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const service = {
  aws_ecr_lifecycle_policy: row('service', {
    reads: 'ecr: GetLifecyclePolicy',
    writes: 'ecr: PutLifecyclePolicy DeleteLifecyclePolicy',
    on: named('ecr', 'repository/{prefix}-*'),
  }),
  aws_ecr_repository: row('service', {
    reads: 'ecr: DescribeRepositories ListTagsForResource',
    writes:
      'ecr: CreateRepository PutImageScanningConfiguration PutImageTagMutability DeleteRepository TagResource UntagResource',
    on: named('ecr', 'repository/{prefix}-*'),
  }),
  // UpdateCluster is needed to restore settings that were changed by hand, such as Container Insights.
  aws_ecs_cluster: row('service', {
    reads: 'ecs: DescribeClusters',
    writes: [
      'ecs: CreateCluster UpdateCluster DeleteCluster TagResource UntagResource',
      'iam: CreateServiceLinkedRole',
    ],
    on: clusters,
    others: {
      'ecs: DescribeClusters': clustersAndServices,
      'ecs: CreateCluster': created('ecs', 'cluster/{prefix}-*'),
      'iam: CreateServiceLinkedRole': serviceLinkedRole('ecs.amazonaws.com/AWSServiceRoleForECS'),
    },
  }),
  aws_ecs_cluster_capacity_providers: row('service', {
    reads: 'ecs: DescribeClusters',
    writes: 'ecs: PutClusterCapacityProviders',
    on: clusters,
    others: { 'ecs: DescribeClusters': clustersAndServices },
  }),
  aws_ecs_service: row('service', {
    reads: 'ecs: DescribeServices',
    writes: [
      'ecs: CreateService UpdateService DeleteService TagResource UntagResource',
      'ecs: ListServiceDeployments DescribeServiceDeployments',
    ],
    on: services,
    others: {
      'ecs: DescribeServices': clustersAndServices,
      'ecs: ListServiceDeployments DescribeServiceDeployments': deployments,
    },
  }),
  // DeregisterTaskDefinition is not needed: with `skip_destroy`, the provider does not deregister any revisions.
  aws_ecs_task_definition: row('service', {
    reads: 'ecs: DescribeTaskDefinition',
    writes: ['ecs: RegisterTaskDefinition TagResource UntagResource', 'iam: PassRole'],
    on: taskDefinitions,
    others: {
      'ecs: RegisterTaskDefinition': created('ecs', 'task-definition/{prefix}-*'),
      'iam: PassRole': passedTo('ecs-tasks'),
    },
  }),
} as const;
