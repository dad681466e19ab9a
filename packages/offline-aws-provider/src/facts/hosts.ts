import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../account';
import type { Value, Values } from '../value';
import { blocksOf, occurrences } from './check';

/** The instances of a group in one subnet, as the account holds them; Terraform does not know them. */
export const hostType = 'instances of aws_autoscaling_group';

/**
 * Starts and stops the instances of a group. They stay in the subnet in which they were started, also when the group has left it, until
 * an instance refresh replaces them.
 *
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html and, for what starts a refresh,
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh
 */
export function moveHosts(prior: Values | null, applied: Values | null, account: Account): void {
  const group = (applied ?? prior)?.id ?? null;
  const isRefreshed = prior !== null && applied !== null && startsRefresh(prior, applied);
  if (applied === null || isRefreshed) {
    const old = account.resources(hostType).filter((host) => host.group === group);
    for (const host of old) account.remember(hostType, host, null);
  }
  for (const subnet of occurrences(applied ?? {}, 'vpc_zone_identifier')) {
    account.remember(hostType, null, { id: `the hosts of ${group} in ${subnet}`, group, subnet_id: subnet });
  }
}

function startsRefresh(prior: Values, applied: Values): boolean {
  const triggers: Value[] = occurrences(applied, 'instance_refresh.triggers').flat();
  return (
    blocksOf(applied.instance_refresh).length > 0 &&
    ['launch_template', ...triggers.map(String)].some((name) => !isDeepStrictEqual(prior[name], applied[name]))
  );
}
