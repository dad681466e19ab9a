import type { SettingsCheck } from './settings-problem';
import { isWholeNumber } from './whole-number';

/**
 * Checks a number of tasks or hosts.
 * @param lower the field that sets a lower bound, and its value. An invalid lower bound is ignored, because another check reports it
 */
export function countCheck(
  field: string,
  value: number,
  most: number,
  lower: Readonly<Record<string, number>> = {},
): SettingsCheck {
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
