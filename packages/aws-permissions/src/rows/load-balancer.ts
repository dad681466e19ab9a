import { row } from '../row';
import { created, serviceLinkedRole, tagged, taggedAtCreation } from '../target';

/** Identified by tags, because the name of a load balancer is short and may end in a hash. */
export const ownBalancing = (...types: readonly string[]) => tagged('elasticloadbalancing', ...types);
export const [balancers, listeners, targetGroups] = ['loadbalancer/app/*', 'listener/app/*', 'targetgroup/*'] as const;
const fresh = (type: string) => created('elasticloadbalancing', type);
const tagging = (type: string) => [ownBalancing(type), taggedAtCreation('elasticloadbalancing', type)];

/** https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service */
export const loadBalancer = {
  aws_lb: row('edge', {
    reads:
      'elasticloadbalancing: DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeCapacityReservation DescribeTags',
    writes: [
      'elasticloadbalancing: CreateLoadBalancer ModifyLoadBalancerAttributes DeleteLoadBalancer AddTags RemoveTags',
      'elasticloadbalancing: SetIpAddressType SetSecurityGroups SetSubnets',
      'iam: CreateServiceLinkedRole',
    ],
    on: ownBalancing(balancers),
    others: {
      'elasticloadbalancing: CreateLoadBalancer': fresh(balancers),
      'elasticloadbalancing: AddTags': tagging(balancers),
      'iam: CreateServiceLinkedRole': serviceLinkedRole(
        'elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing',
      ),
    },
  }),
  aws_lb_listener: row('edge', {
    reads: 'elasticloadbalancing: DescribeListeners DescribeListenerAttributes DescribeTags',
    writes:
      'elasticloadbalancing: CreateListener ModifyListener ModifyListenerAttributes DeleteListener AddTags RemoveTags',
    on: ownBalancing(listeners),
    others: {
      'elasticloadbalancing: CreateListener': ownBalancing(balancers),
      'elasticloadbalancing: AddTags': tagging(listeners),
    },
  }),
  aws_lb_target_group: row('edge', {
    reads: 'elasticloadbalancing: DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags',
    writes:
      'elasticloadbalancing: CreateTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup AddTags RemoveTags',
    on: ownBalancing(targetGroups),
    others: {
      'elasticloadbalancing: CreateTargetGroup': fresh(targetGroups),
      'elasticloadbalancing: AddTags': tagging(targetGroups),
    },
  }),
} as const;
