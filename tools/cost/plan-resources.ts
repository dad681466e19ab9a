import type { PlanJson, ResourceChange } from '../terraform/plan-json';
import { type PricedResource, PricedResources, withoutIndex } from './priced-resources';

/** The resources of a stack before and after a plan. */
export interface PlannedResources {
  readonly before: PricedResources;
  readonly after: PricedResources;
}

/**
 * Reads the resources of a plan.
 * @param synthesized the resources of the stack's JSON: a plan does not contain references, and arguments that are known only after the
 * apply are missing
 */
export function plannedResources(plan: PlanJson, synthesized: PricedResources): PlannedResources {
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
  const written = new Map(synthesized.all.map((resource) => [resource.address, resource]));
  // Data sources and locals, such as the secrets that the stack only names. No apply creates or deletes them.
  const named = synthesized.all.filter(({ address }) => /^(data|local)\./.test(address));
  const elsewhere = { region: synthesized.region };
  const read = (which: 'before' | 'after') => {
    const existing = managed.filter(({ change }) => isObject(change[which]));
    const resources = existing.map((one) =>
      toResource(one, which, existing, written.get(withoutIndex(one.address)) ?? elsewhere),
    );
    return new PricedResources(synthesized.region, [...resources, ...named]);
  };
  return { before: read('before'), after: read('after') };
}

function toResource(
  { address, type, change }: ResourceChange,
  which: 'before' | 'after',
  others: readonly ResourceChange[],
  written: Pick<PricedResource, 'region'> & Partial<PricedResource>,
): PricedResource {
  const planned = withoutMadeUp(change[which]) as Readonly<Record<string, unknown>>;
  // Arguments that are known only after the apply are missing in the plan.
  const values = which === 'after' ? { ...written.values, ...planned } : planned;
  return {
    address,
    type,
    region: typeof planned.region === 'string' ? planned.region : written.region,
    values,
    needsImage: written.needsImage ?? false,
    references: (argument) => [...(written.references?.(argument) ?? []), ...namedBy(values[argument], others, which)],
  };
}

/** Removes the texts that the offline provider makes up for arguments that AWS chooses, such as `offline-tier` for `tier`. */
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
 * Returns the resources whose id or ARN a value contains: those that are no longer in the JSON have no other reference.
 */
function namedBy(value: unknown, others: readonly ResourceChange[], which: 'before' | 'after'): readonly string[] {
  const text = JSON.stringify(value) ?? '';
  const isNamed = ({ change }: ResourceChange) => {
    const { id, arn } = change[which] as Readonly<Record<string, unknown>>;
    return [id, arn].some((name) => typeof name === 'string' && name !== '' && text.includes(JSON.stringify(name)));
  };
  return others.filter(isNamed).map(({ address }) => withoutIndex(address));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
