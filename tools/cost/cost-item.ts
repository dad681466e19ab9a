import type { PricedResource, PricedResources } from './priced-resources';
import type { Quantities, Scenario } from './usage';
import { quantities } from './usage';

/** `fixed`: paid by the hour or the month, used or not. `use`: paid for each use. */
export type CostKind = 'fixed' | 'use';

/** One price of a resource, with the assumed quantity. */
export interface CostItem {
  readonly resource: PricedResource;
  /** The name of the price in `prices.json`, `instance:<type>` or `database:<class>`. */
  readonly price: string;
  readonly kind: CostKind;
  /** The price on Spot, as a share of the regular price. @default the regular price */
  readonly share?: number;
  /** The units in a month. */
  readonly quantities: Quantities;
}

/** The prices of a resource that are not in the table of free types. */
export type CostFunction = (resource: PricedResource, stack: PricedResources) => readonly CostItem[];

/**
 * Returns an item that is paid by the hour or the month, with the same quantity in each scenario or that of a function.
 */
export function fixed(
  resource: PricedResource,
  price: string,
  quantity: number | ((scenario: Scenario) => number),
): CostItem {
  return item(resource, price, 'fixed', typeof quantity === 'number' ? () => quantity : quantity);
}

/** Returns an item that is paid for each use. */
export function perUse(resource: PricedResource, price: string, quantity: (scenario: Scenario) => number): CostItem {
  return item(resource, price, 'use', quantity);
}

function item(
  resource: PricedResource,
  price: string,
  kind: CostKind,
  quantity: (scenario: Scenario) => number,
): CostItem {
  const isMissing = (scenario: Scenario) => resource.needsImage && scenario === 'parked';
  return {
    resource,
    price,
    kind,
    quantities: quantities((scenario) => (isMissing(scenario) ? 0 : quantity(scenario))),
  };
}
