import type { ChangedResource, PlanSummary } from '../plan/plan-summary';

/** Resource types that cost money by the hour, used or not. Prices are in the README. */
const charged: Readonly<Record<string, string>> = {
  aws_nat_gateway: 'a NAT gateway',
  aws_lb: 'a load balancer',
  aws_db_instance: 'a database',
  aws_wafv2_web_acl: 'a firewall',
  aws_autoscaling_group: 'hosts (EC2 instances)',
  aws_instance: 'a bastion (EC2 instance)',
  aws_vpc_endpoint: 'an interface endpoint',
};

/** The new resources of a plan that cost money by the hour: each kind once. */
export function chargedResources({ created }: Pick<PlanSummary, 'created'>): readonly string[] {
  const kinds = created.filter(isCharged).flatMap(({ type }) => charged[type] ?? []);
  return [...new Set(kinds)];
}

/** A gateway endpoint is free. */
function isCharged({ type, address }: ChangedResource): boolean {
  return type in charged && !(type === 'aws_vpc_endpoint' && !/interface/.test(address));
}
