import type { Unpriced } from './cost-report';
import { dollars } from './dollars';

/** Formats a sum. If not all costs are counted, marks it, as in `at least 116.10`. */
export function atLeast(usd: number | undefined, unpriced: readonly Unpriced[]): string {
  if (usd === undefined) return 'unknown';
  return unpriced.length > 0 ? `at least ${dollars(usd)}` : dollars(usd);
}

/** Formats a sum like `atLeast`, but for the cell of a table: `≥ 116.10`, or `-` for an unknown sum. */
export function amountCell(usd: number | undefined, unpriced: readonly Unpriced[]): string {
  if (usd === undefined) return '-';
  return unpriced.length > 0 ? `≥ ${dollars(usd)}` : dollars(usd);
}

/**
 * Lists the resources that are not counted, with the reasons, such as `aws_lambda_function.one, aws_lambda_function.two
 * (no price for aws_lambda_function)`.
 */
export function uncountedText(unpriced: readonly Unpriced[]): string {
  return [...new Set(unpriced.map(({ reason }) => reason))]
    .map((reason) => {
      const addresses = unpriced.filter((one) => one.reason === reason).map(({ address }) => address);
      return `${[...new Set(addresses)].join(', ')} (${reason})`;
    })
    .join('; ');
}

/** Whether the same costs are not counted in two sums. Only then, the difference between the sums is known. */
export function areSame(one: readonly Unpriced[], other: readonly Unpriced[]): boolean {
  const namesOf = (list: readonly Unpriced[]) => list.map(({ address, reason }) => `${address} ${reason}`).sort();
  return namesOf(one).join('\n') === namesOf(other).join('\n');
}
