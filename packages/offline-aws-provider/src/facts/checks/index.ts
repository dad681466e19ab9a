import type { Values } from '../../value';
import type { Check } from '../check';
import { ecsChecks } from './ecs';
import { firewallChecks } from './firewall';
import { instanceChecks } from './instances';
import { loadBalancingChecks } from './load-balancing';
import { monitoringChecks } from './monitoring';
import { networkChecks } from './network';
import { operationsChecks } from './operations';
import { storageChecks } from './storage';

export const checks: readonly Check[] = [
  ...ecsChecks,
  ...firewallChecks,
  ...instanceChecks,
  ...loadBalancingChecks,
  ...monitoringChecks,
  ...networkChecks,
  ...operationsChecks,
  ...storageChecks,
];

/** What is wrong with a configuration although its schema allows it. */
export function problemsOf(type: string, config: Values): { attribute: string; message: string }[] {
  return checks
    .filter((check) => check.type === type)
    .flatMap((check) => {
      const message = check.problem(config);
      return message === undefined ? [] : [{ attribute: check.attribute, message }];
    });
}
