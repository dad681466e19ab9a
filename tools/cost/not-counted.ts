import type { Unpriced } from './cost-report';
import { dollars } from './dollars';

/** Marks an amount that does not contain all costs: `at least 116.10`. */
export function atLeast(usd: number | undefined, unpriced: readonly Unpriced[]): string {
  if (usd === undefined) return 'unknown';
  return unpriced.length > 0 ? `at least ${dollars(usd)}` : dollars(usd);
}

/** As `atLeast`, for the cells of a table: `≥ 116.10`; `-` without an amount. */
export function amountCell(usd: number | undefined, unpriced: readonly Unpriced[]): string {
  if (usd === undefined) return '-';
  return unpriced.length > 0 ? `≥ ${dollars(usd)}` : dollars(usd);
}

/** Names what a sum does not contain: `aws_lambda_function.one, aws_lambda_function.two (no price for aws_lambda_function)`. */
export function notCounted(unpriced: readonly Unpriced[]): string {
  return [...new Set(unpriced.map(({ reason }) => reason))]
    .map((reason) => {
      const addresses = unpriced.filter((one) => one.reason === reason).map(({ address }) => address);
      return `${[...new Set(addresses)].join(', ')} (${reason})`;
    })
    .join('; ');
}

/** Whether two sums lack the same costs, so that their difference is known. */
export function lackSame(one: readonly Unpriced[], other: readonly Unpriced[]): boolean {
  const namesOf = (list: readonly Unpriced[]) => list.map(({ address, reason }) => `${address} ${reason}`).sort();
  return namesOf(one).join('\n') === namesOf(other).join('\n');
}
