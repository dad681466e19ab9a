import type { Unpriced } from '../cost-report';
import { dollars } from './dollars';

/** Formats a sum, such as `116.10`; `at least 116.10` if some resources are not counted, `unknown` if there is no sum. */
export function atLeast(usd: number | undefined, unpriced: readonly Unpriced[]): string {
  return sumText(usd, unpriced, { none: 'unknown', atLeast: 'at least' });
}

/** Formats a sum for a cell of a table: `116.10`; `≥ 116.10` if some resources are not counted, `-` if there is no sum. */
export function amountCell(usd: number | undefined, unpriced: readonly Unpriced[]): string {
  return sumText(usd, unpriced, { none: '-', atLeast: '≥' });
}

interface SumWords {
  readonly none: string;
  readonly atLeast: string;
}

function sumText(usd: number | undefined, unpriced: readonly Unpriced[], { none, atLeast }: SumWords): string {
  if (usd === undefined) return none;
  return unpriced.length > 0 ? `${atLeast} ${dollars(usd)}` : dollars(usd);
}

/**
 * Lists the resources that are not counted, by reason, such as `aws_lambda_function.one, aws_lambda_function.two (no
 * price for aws_lambda_function)`.
 */
export function uncountedText(unpriced: readonly Unpriced[]): string {
  return [...new Set(unpriced.map(({ reason }) => reason))]
    .map((reason) => {
      const addresses = unpriced.filter((one) => one.reason === reason).map(({ address }) => address);
      return `${[...new Set(addresses)].join(', ')} (${reason})`;
    })
    .join('; ');
}

/** Whether both sums leave out the same resources for the same reasons. If not, their difference is unknown. */
export function areSameUnpriced(one: readonly Unpriced[], other: readonly Unpriced[]): boolean {
  const namesOf = (list: readonly Unpriced[]) => list.map(({ address, reason }) => `${address} ${reason}`).sort();
  return namesOf(one).join('\n') === namesOf(other).join('\n');
}
