import type { SettingsCheck } from '../settings-problem';
import { isWholeNumber } from '../whole-number';

export interface CountCheckProps {
  readonly field: string;
  readonly value: number;
  readonly most: number;
  /**
   * The field that sets a lower bound, and its value. An invalid lower bound is ignored, because another check reports it.
   * @default none: the lower bound is 1
   */
  readonly lower?: Readonly<Record<string, number>>;
}

/** Checks a number of tasks or hosts. */
export function countCheck({ field, value, most, lower = {} }: CountCheckProps): SettingsCheck {
  const [name, least] = Object.entries(lower).find(([, minimum]) => isWholeNumber(minimum, 1, most)) ?? [undefined, 1];
  const source = name === undefined ? '' : ` (${name})`;
  const park = field.startsWith('scale.') && value === 0 ? ' To run no tasks, use `npm run park`.' : '';
  return {
    field,
    value,
    allowed: isWholeNumber(value, least, most),
    remedy: `Use a whole number from ${least}${source} to ${most}.${park}`,
  };
}
