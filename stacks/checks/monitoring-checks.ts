import type { Environment } from '../environment';
import { isEmailAddress } from './email-address';
import { failedChecks, type SettingsProblem } from './settings-problem';

/** What is wrong with who is to hear of alarms. */
export function monitoringProblems({ monitoring }: Environment): SettingsProblem[] {
  const email = monitoring?.email;
  return failedChecks([
    {
      field: 'monitoring.email',
      value: email,
      allowed: email === undefined || isEmailAddress(email),
      remedy: 'Write one address, and nothing around it: alarms@example.com. Or leave it out.',
    },
  ]);
}
