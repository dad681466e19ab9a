import type { Environment } from '../environment';
import { isEmailAddress } from './email-address';
import { failedChecks, type SettingsProblem } from './settings-problem';

/** Returns the problems with the monitoring settings. */
export function monitoringProblems({ monitoring }: Environment): SettingsProblem[] {
  const email = monitoring?.email;
  return failedChecks([
    {
      field: 'monitoring.email',
      value: email,
      allowed: email === undefined || isEmailAddress(email),
      remedy: 'Use one email address without a name, for example alarms@example.com, or remove the setting.',
    },
  ]);
}
