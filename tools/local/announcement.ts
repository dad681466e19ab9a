import { port as contractPort } from '../../contract';
import { type LocalAddress, urlOf } from './local-address';
import type { LocalRun } from './local-run';
import type { LocalSettings } from './local-settings';

/** What a person needs to know once the app serves, as one block. */
export function announcement(
  { folders, dev, watch }: LocalRun,
  { port: asked }: LocalSettings,
  address: LocalAddress,
): string {
  const lines = [
    ['Address', urlOf(address)],
    ...(asked === undefined && address.port !== contractPort
      ? [['', `port ${contractPort} is taken by another program`]]
      : []),
    ['Stop', 'Ctrl-C'],
    ['Data', `${folders.root}, emptied by: ${folders.reset}`],
    ['Code', watch ? 'every change is taken up; .env at the next start' : `${dev} takes up every change`],
  ];
  return `\n${lines.map(([title = '', text = '']) => `${line(title, text)}\n`).join('')}`;
}

/** What a person needs to know once the app serves again. */
export function shortAnnouncement(address: LocalAddress): string {
  return line('Address', urlOf(address));
}

function line(title: string, text: string): string {
  return `  ${title.padEnd(10)}${text}`;
}
