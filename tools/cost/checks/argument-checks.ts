import { computeChecks } from './compute-checks';
import { dataChecks } from './data-checks';
import { monitoringChecks } from './monitoring-checks';
import { networkChecks } from './network-checks';
import type { ArgumentChecks } from './value-checks';

/**
 * For each type of resource, the checks of the arguments on which the price depends.
 * If a check fails, the resource is not counted, because a missing amount is better than a wrong one.
 */
export const argumentChecks: Readonly<Record<string, ArgumentChecks>> = {
  ...computeChecks,
  ...networkChecks,
  ...dataChecks,
  ...monitoringChecks,
};
