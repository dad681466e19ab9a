import { type Asking, confirm, isInteractive } from '../console/terminal';
import { UserError } from '../shared/user-error';
import type { LoadReport } from './load-report';

/** Returns sentences that say what a load does. */
export function describeLoad({
  url,
  method,
  rate,
  seconds,
}: Pick<LoadReport, 'url' | 'method' | 'rate' | 'seconds'>): string {
  const requests = (rate * seconds).toLocaleString('en');
  const effect = method === 'POST' ? 'Each request stores an entry, which remains in the table. ' : '';
  return `This sends ${rate} requests a second for ${seconds} s to ${url}: ${requests} ${method} requests from this machine. ${effect}AWS bills them like the requests of visitors, and visitors notice if the app becomes slow.`;
}

/**
 * Asks the user whether to send the load.
 * @param load the sentences of `describeLoad`
 * @throws UserError if the answer is no, or if there is no terminal
 */
export async function obtainLoadConsent(load: string, { stop, terminal = process }: Asking): Promise<void> {
  if (!isInteractive(terminal)) {
    throw new UserError(`${load} Nothing was sent. To accept the load, add -- --yes to the command.`);
  }
  if (!(await confirm(`${load} Start?`, stop, terminal))) throw new UserError('Nothing was sent.');
}
