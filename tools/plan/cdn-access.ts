import type { Block } from '../shared/synthesized-stack';
import { allowsOnlyIpSet } from '../shared/web-acl';
import type { ResourceChange } from '../terraform/plan-json';
import type { AccessChange } from './access-changes';
import type { PlanReferences } from './plan-references';

type When = 'before' | 'after';

/**
 * Returns how a plan changes the networks that can reach CloudFront distributions: the whole internet, or the IP sets
 * to which a web ACL limits access. A distribution does not change if only its IP set changes. Therefore, the networks
 * are compared, not the distribution's arguments.
 */
export function cdnAccess(resources: readonly ResourceChange[], references: PlanReferences): AccessChange[] {
  const referred = (from: ResourceChange, argument: string, type: string, when: When) =>
    resources.filter((to) => to.type === type && refersTo(from, argument, to, when, references));

  const networks = (cdn: ResourceChange, when: When): readonly string[] => {
    const limiting = referred(cdn, 'web_acl_id', 'aws_wafv2_web_acl', when).filter((acl) =>
      listOf(valuesOf(acl, when)?.rule).some((rule) => allowsOnlyIpSet(rule as Block)),
    );
    if (limiting.length === 0) return ['0.0.0.0/0'];
    const sets = limiting.flatMap((acl) => referred(acl, 'rule', 'aws_wafv2_ip_set', when));
    return sets.flatMap((set) => listOf(valuesOf(set, when)?.addresses)).map(String);
  };

  const texts = (cdn: ResourceChange, when: When) =>
    valuesOf(cdn, when) ? networks(cdn, when).map((network) => `HTTPS from ${network} into ${cdn.address}`) : [];

  return resources.flatMap((cdn) => {
    if (cdn.type !== 'aws_cloudfront_distribution' || cdn.change.actions.includes('forget')) return [];
    const [before, after] = [texts(cdn, 'before'), texts(cdn, 'after')];
    const added = after.filter((text) => !before.includes(text));
    const removed = before.filter((text) => !after.includes(text));
    return added.length + removed.length > 0 ? [{ address: cdn.address, added, removed }] : [];
  });
}

/** Whether an argument of a resource contains the ARN of another resource, or refers to that resource if its ARN is not known yet. */
function refersTo(
  from: ResourceChange,
  argument: string,
  to: ResourceChange,
  when: When,
  references: PlanReferences,
): boolean {
  const target = valuesOf(to, when);
  if (!target) return false;
  if (typeof target.arn === 'string') return textOf(valuesOf(from, when)?.[argument]).includes(target.arn);
  return references.isReferred(from.address, argument, to.address);
}

function valuesOf({ change }: ResourceChange, when: When): Block | null {
  return change[when] as Block | null;
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
