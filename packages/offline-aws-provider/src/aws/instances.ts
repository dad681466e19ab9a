import { isDeepStrictEqual } from 'node:util';
import { blocksOf, type Value, type Values, valuesAt } from '../protocol/value';
import type { Account } from './account';

/**
 * The type under which the simulated account stores the instances of an autoscaling group: one resource for each subnet of the group.
 * Terraform does not manage these instances.
 */
export const groupInstances = 'instances of aws_autoscaling_group';

/**
 * Starts and stops the instances of an autoscaling group after a change. An instance stays in its subnet until an instance refresh replaces
 * it, even if the group no longer uses the subnet.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html, and for the changes that start an instance refresh,
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh
 */
export function updateGroupInstances(prior: Values | null, applied: Values | null, account: Account): void {
  const group = (applied ?? prior)?.id ?? null;
  const isRefreshed = prior !== null && applied !== null && startsRefresh(prior, applied);
  if (applied === null || isRefreshed) {
    const old = account.resources(groupInstances).filter((instances) => instances.group === group);
    for (const instances of old) account.remember(groupInstances, instances, null);
  }
  for (const subnet of valuesAt(applied ?? {}, 'vpc_zone_identifier')) {
    account.remember(groupInstances, null, { id: `the instances of ${group} in ${subnet}`, group, subnet_id: subnet });
  }
}

function startsRefresh(prior: Values, applied: Values): boolean {
  const triggers: Value[] = valuesAt(applied, 'instance_refresh.triggers');
  return (
    blocksOf(applied.instance_refresh).length > 0 &&
    ['launch_template', ...triggers.map(String)].some((name) => !isDeepStrictEqual(prior[name], applied[name]))
  );
}

/** Returns the ids of the autoscaling groups and instances whose launch template meets the condition `isTemplate`. */
export function launchedFrom(account: Account, isTemplate: (template: Values) => boolean): Value[] {
  const templates = account
    .resources('aws_launch_template')
    .filter(isTemplate)
    .map(({ id }) => id ?? null);
  return [...account.resources('aws_autoscaling_group'), ...account.resources('aws_instance')]
    .filter((resource) => valuesAt(resource, 'launch_template.id').some((id) => templates.includes(id)))
    .map(({ id }) => id ?? null);
}
