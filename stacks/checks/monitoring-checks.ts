import type { Environment } from '../environment';
import { type Problem, refused } from './problem';

/** What is wrong with who is to hear of alarms. */
export function monitoringProblems({ monitoring }: Environment): Problem[] {
  const email = monitoring?.email;
  return refused([
    {
      field: 'monitoring.email',
      value: email,
      allowed: email === undefined || isAddress(email),
      remedy: 'Write one address, and nothing around it: alarms@example.com. Or leave it out.',
    },
  ]);
}

/** A mail that has to be confirmed tells whether there is such a mailbox; this, whether it could be one. */
function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>,;:"()[\]\\]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(text);
}
