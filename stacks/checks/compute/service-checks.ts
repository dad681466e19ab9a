import type { Environment } from '../../environment';
import { logRetentionDays } from '../../settings/monitoring-settings';
import type { CanCheck } from '../malformed-fields';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { computeProblems } from './compute-checks';
import { hostCapacityProblems } from './host-capacity-checks';
import { scaleProblems } from './scale-checks';

/** Returns the problems with the settings of compute, scale and logs. It skips each section for which `canCheck` returns false. */
export function serviceProblems(environment: Environment, canCheck: CanCheck): SettingsProblem[] {
  const { compute, scale } = environment;
  const sizes = [
    ...(canCheck('compute') ? computeProblems(compute) : []),
    ...(canCheck('logRetentionDays') ? retentionProblems(environment) : []),
    ...(canCheck('scale') ? scaleProblems(scale) : []),
  ];
  // The capacity can be calculated only from valid numbers.
  const isValid = canCheck('compute', 'scale') && sizes.length === 0;
  return [...sizes, ...(isValid && compute.kind === 'ec2' ? hostCapacityProblems(compute, scale) : [])];
}

function retentionProblems({ logRetentionDays: days }: Environment): SettingsProblem[] {
  return failedChecks([
    {
      field: 'logRetentionDays',
      value: days,
      allowed: logRetentionDays.includes(days),
      remedy: `Use a retention that CloudWatch supports: ${logRetentionDays.join(', ')}.`,
    },
  ]);
}
