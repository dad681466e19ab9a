import type { PricedResource, PricedResources } from '../resources/priced-resources';
import type { Quantities, Scenario } from '../usage/scenarios';
import { quantities } from '../usage/scenarios';

/** How AWS charges for a resource. `fixed`: by the hour or the month, even if the resource is unused. `use`: for each use. */
export type CostKind = 'fixed' | 'use';

/** A price that AWS charges for a resource, with the assumed quantity. */
export interface CostItem {
  readonly resource: PricedResource;
  /** The id of the price: a name in `prices.json`, `instance:<type>` or `database:<class>`. */
  readonly price: string;
  readonly kind: CostKind;
  /**
   * The share of the regular price that AWS charges, such as 0.31 for Fargate Spot. @default undefined: the regular
   * price
   */
  readonly share?: number;
  /** The number of units in a month. */
  readonly quantities: Quantities;
}

/** Returns the cost items of a resource. Resource types that are always free have no cost function. */
export type CostFunction = (resource: PricedResource, stack: PricedResources) => readonly CostItem[];

/**
 * Returns a cost item that AWS bills by the hour or the month.
 * @param quantity the number of units in a month: the same in all scenarios, or a function of the scenario
 */
export function fixed(
  resource: PricedResource,
  price: string,
  quantity: number | ((scenario: Scenario) => number),
): CostItem {
  return { kind: 'fixed', ...billed(resource, price, typeof quantity === 'number' ? () => quantity : quantity) };
}

/** Returns a cost item that AWS bills for each use. @param quantity returns the number of units in a month */
export function perUse(resource: PricedResource, price: string, quantity: (scenario: Scenario) => number): CostItem {
  return { kind: 'use', ...billed(resource, price, quantity) };
}

function billed(
  resource: PricedResource,
  price: string,
  quantity: (scenario: Scenario) => number,
): Omit<CostItem, 'kind'> {
  const isMissing = (scenario: Scenario) => resource.needsImage && scenario === 'parked';
  return { resource, price, quantities: quantities((scenario) => (isMissing(scenario) ? 0 : quantity(scenario))) };
}
