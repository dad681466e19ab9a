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
  const earlier = new CdnNetworks(resources, references, 'before');
  const later = new CdnNetworks(resources, references, 'after');
  return resources.flatMap((cdn) => {
    if (cdn.type !== 'aws_cloudfront_distribution' || cdn.change.actions.includes('forget')) return [];
    const [before, after] = [earlier.texts(cdn), later.texts(cdn)];
    const added = after.filter((text) => !before.includes(text));
    const removed = before.filter((text) => !after.includes(text));
    return added.length + removed.length > 0 ? [{ address: cdn.address, added, removed }] : [];
  });
}

/** The networks that can reach CloudFront distributions before or after the apply. */
class CdnNetworks {
  constructor(
    private readonly resources: readonly ResourceChange[],
    private readonly references: PlanReferences,
    private readonly when: When,
  ) {}

  /**
   * Returns a sentence for each network that can reach a distribution; an empty list if the distribution does not
   * exist.
   */
  texts(cdn: ResourceChange): readonly string[] {
    if (!this.#valuesOf(cdn)) return [];
    return this.#networks(cdn).map((network) => `HTTPS from ${network} into ${cdn.address}`);
  }

  #networks(cdn: ResourceChange): readonly string[] {
    const limiting = this.#referred(cdn, 'web_acl_id', 'aws_wafv2_web_acl').filter((acl) =>
      listOf(this.#valuesOf(acl)?.rule).some((rule) => allowsOnlyIpSet(rule as Block)),
    );
    if (limiting.length === 0) return ['0.0.0.0/0'];
    const sets = limiting.flatMap((acl) => this.#referred(acl, 'rule', 'aws_wafv2_ip_set'));
    return sets.flatMap((set) => listOf(this.#valuesOf(set)?.addresses)).map(String);
  }

  #referred(from: ResourceChange, argument: string, type: string): readonly ResourceChange[] {
    return this.resources.filter((to) => to.type === type && this.#refersTo(from, argument, to));
  }

  /** Whether an argument of a resource names another resource: by its ARN, or by a reference if the ARN is not known yet. */
  #refersTo(from: ResourceChange, argument: string, to: ResourceChange): boolean {
    const target = this.#valuesOf(to);
    if (!target) return false;
    if (typeof target.arn === 'string') return textOf(this.#valuesOf(from)?.[argument]).includes(target.arn);
    return this.references.isReferred(from.address, argument, to.address);
  }

  #valuesOf({ change }: ResourceChange): Block | null {
    return change[this.when] as Block | null;
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
