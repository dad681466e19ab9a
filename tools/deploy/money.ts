import type { PlanCost } from '../cost/plan-cost';
import { atLeast } from '../cost/text/uncounted-text';
import type { ChangedResource } from '../plan/changed-resource';
import type { PlanSummary } from '../plan/plan-summary';

/** The types of resources that AWS bills by the hour even without traffic, with their names for messages. */
const charged: Readonly<Record<string, string>> = {
  aws_nat_gateway: 'a NAT gateway',
  aws_lb: 'a load balancer',
  aws_db_instance: 'a database',
  aws_wafv2_web_acl: 'a firewall',
  aws_autoscaling_group: 'hosts (EC2 instances)',
  aws_instance: 'a bastion (EC2 instance)',
  aws_vpc_endpoint: 'an interface endpoint',
};

/**
 * Returns the names of the resource types that the plan creates and that AWS bills by the hour. If the plan contains
 * costs, adds the monthly cost in US dollars to each name.
 */
export function chargedResources({ created, cost }: Pick<PlanSummary, 'created' | 'cost'>): readonly string[] {
  const kinds = [...new Set(created.filter(isCharged).map(({ type }) => type))];
  return kinds.map((type) => `${charged[type]}${cost ? ` (${amountOf(type, cost)})` : ''}`);
}

function amountOf(type: string, { rows, unpriced }: PlanCost): string {
  const isOfType = ({ address }: { readonly address: string }) => address.startsWith(`${type}.`);
  const missing = unpriced.filter(isOfType);
  const found = rows.filter(isOfType);
  if (found.length === 0 && missing.length > 0) return 'not counted';
  return atLeast(
    found.reduce((sum, row) => sum + row.usd.idle, 0),
    missing,
  );
}

/** Whether AWS bills a resource by the hour. A gateway endpoint is free, but an interface endpoint is not. */
function isCharged({ type, address }: ChangedResource): boolean {
  return type in charged && !(type === 'aws_vpc_endpoint' && !/interface/.test(address));
}
