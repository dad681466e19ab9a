import type { Environment } from '../environment';
import { isEmailAddress } from './email-address';
import { type Problem, refused } from './problem';

/** What is wrong with who is to hear of alarms. */
export function monitoringProblems({ monitoring }: Environment): Problem[] {
  const email = monitoring?.email;
  return refused([
    {
      field: 'monitoring.email',
      value: email,
      allowed: email === undefined || isEmailAddress(email),
      remedy: 'Write one address, and nothing around it: alarms@example.com. Or leave it out.',
    },
  ]);
}
