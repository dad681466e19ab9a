import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { created, serviceLinkedRole, type Target, tagged, taggedAtCreation } from '../target';

type Type = 'loadbalancer' | 'listener' | 'targetgroup';

/** Returns the ARNs of all resources of this type. Network load balancers are included only if the stack has one. */
const arnsOf = (type: Type) => (owner: StackOwner) => {
  const hasNetwork = owner.values('aws_lb', 'load_balancer_type').includes('network');
  const kinds = hasNetwork ? ['app', 'net'] : ['app'];
  const patterns = type === 'targetgroup' ? [`${type}/*`] : kinds.map((kind) => `${type}/${kind}/*`);
  return owner.regional('elasticloadbalancing', ...patterns);
};
/**
 * The environment's resources of this type. They are selected by tags, because the names of load balancers must be short and may therefore
 * end in a hash.
 */
export const ownResources = (type: Type): Target => ({
  ...tagged('elasticloadbalancing'),
  resources: arnsOf(type),
});
const newResource = (type: Type): Target => ({ ...created('elasticloadbalancing'), resources: arnsOf(type) });
const tagging = (type: Type): Target[] => [
  ownResources(type),
  { ...taggedAtCreation('elasticloadbalancing'), resources: arnsOf(type) },
];

/**
 * The rows for load balancers. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const loadBalancer = {
  // After a deletion, the provider waits until the network interfaces of the load balancer are gone.
  aws_lb: row('edge', {
    reads:
      'elasticloadbalancing: DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeCapacityReservation DescribeTags',
    writes: [
      'elasticloadbalancing: CreateLoadBalancer ModifyLoadBalancerAttributes DeleteLoadBalancer AddTags RemoveTags',
      'elasticloadbalancing: SetIpAddressType SetSecurityGroups SetSubnets',
      'ec2: DescribeNetworkInterfaces',
      'iam: CreateServiceLinkedRole',
    ],
    on: ownResources('loadbalancer'),
    others: {
      'elasticloadbalancing: CreateLoadBalancer': newResource('loadbalancer'),
      'elasticloadbalancing: AddTags': tagging('loadbalancer'),
      'iam: CreateServiceLinkedRole': serviceLinkedRole(
        'elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing',
      ),
    },
  }),
  aws_lb_listener: row('edge', {
    reads: 'elasticloadbalancing: DescribeListeners DescribeListenerAttributes DescribeTags',
    writes:
      'elasticloadbalancing: CreateListener ModifyListener ModifyListenerAttributes DeleteListener AddTags RemoveTags',
    on: ownResources('listener'),
    others: {
      'elasticloadbalancing: CreateListener': ownResources('loadbalancer'),
      'elasticloadbalancing: AddTags': tagging('listener'),
    },
  }),
  aws_lb_target_group: row('edge', {
    reads: 'elasticloadbalancing: DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags',
    writes:
      'elasticloadbalancing: CreateTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup AddTags RemoveTags',
    on: ownResources('targetgroup'),
    others: {
      'elasticloadbalancing: CreateTargetGroup': newResource('targetgroup'),
      'elasticloadbalancing: AddTags': tagging('targetgroup'),
    },
  }),
} as const;
