import { withoutIndex } from '../../shared/addresses';
import { isObject } from '../../shared/json';
import { type Block, blocksOf } from '../../shared/synthesized-stack';
import type { PlanJson, ResourceChange } from '../../terraform/plan-json';
import { type PricedResource, PricedResources } from './priced-resources';

/** The resources of a stack before and after the apply of a plan. */
export interface PlannedResources {
  readonly before: PricedResources;
  readonly after: PricedResources;
}

/**
 * Reads the resources before and after the apply from a plan.
 * @param synthesized the resources in the synthesized JSON. They supply what the plan lacks: references, and arguments
 * whose values are known only after the apply
 */
export function plannedResources(plan: PlanJson, synthesized: PricedResources): PlannedResources {
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
  const written = new Map(synthesized.all.map((resource) => [resource.address, resource]));
  // Data sources and locals, such as secrets to which the stack only refers, exist before and after every apply.
  const named = synthesized.all.filter(({ address }) => /^(data|local)\./.test(address));
  const elsewhere = { region: synthesized.region };
  const read = (which: 'before' | 'after') => {
    const existing = managed.filter(({ change }) => isObject(change[which]));
    const resources = existing.map((one) =>
      toResource(one, written.get(withoutIndex(one.address)) ?? elsewhere, { which, others: existing }),
    );
    return new PricedResources(synthesized.region, [...resources, ...named]);
  };
  return { before: read('before'), after: read('after') };
}

function toResource(
  { address, type, change }: ResourceChange,
  written: Pick<PricedResource, 'region'> & Partial<PricedResource>,
  { which, others }: { readonly which: 'before' | 'after'; readonly others: readonly ResourceChange[] },
): PricedResource {
  const planned = withoutMadeUp(change[which]) as Readonly<Record<string, unknown>>;
  const values = which === 'after' ? { ...withoutExpanded(written.values ?? {}, planned), ...planned } : planned;
  return {
    address,
    type,
    region: typeof planned.region === 'string' ? planned.region : written.region,
    values,
    needsImage: written.needsImage ?? false,
    references: (argument) => [...(written.references?.(argument) ?? []), ...namedBy(values[argument], others, which)],
  };
}

/** Removes the `dynamic` blocks from arguments of the JSON if the plan contains the blocks that they generate. */
function withoutExpanded(written: Block, planned: Block): Block {
  const { dynamic, ...values } = written;
  const isExpanded = blocksOf(dynamic, 'dynamic')
    .flatMap(Object.keys)
    .every((name) => name in planned);
  return isExpanded ? values : written;
}

/** Removes the values that the offline provider makes up for arguments that AWS chooses, such as `offline-tier` for `tier`. */
function withoutMadeUp(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMadeUp);
  if (!isObject(value)) return value;
  const isReal = ([name, one]: readonly [string, unknown]) => one !== `offline-${name.replaceAll('_', '-')}`;
  return Object.fromEntries(
    Object.entries(value)
      .filter(isReal)
      .map(([name, one]) => [name, withoutMadeUp(one)]),
  );
}

/**
 * Returns the addresses of the resources whose id or ARN a value contains. A deleted resource is no longer in the JSON,
 * so these are its only known references.
 */
function namedBy(value: unknown, others: readonly ResourceChange[], which: 'before' | 'after'): readonly string[] {
  const text = JSON.stringify(value) ?? '';
  const isNamed = ({ change }: ResourceChange) => {
    const { id, arn } = change[which] as Readonly<Record<string, unknown>>;
    return [id, arn].some((name) => typeof name === 'string' && name !== '' && text.includes(JSON.stringify(name)));
  };
  return others.filter(isNamed).map(({ address }) => withoutIndex(address));
}
