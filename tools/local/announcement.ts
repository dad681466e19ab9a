import { type LocalAddress, urlOf } from './local-address';
import type { LocalRunOptions } from './local-command';
import type { LocalPort } from './local-port';

/** Returns what a local run prints when the app is ready for the first time. */
export function announcement(
  { folders, dev, watch }: LocalRunOptions,
  { requested, preferred }: Pick<LocalPort, 'requested' | 'preferred'>,
  address: LocalAddress,
): string {
  const lines = [
    ['Address', urlOf(address)],
    ...(requested === undefined && address.port !== preferred
      ? [['', `port ${preferred} is in use by another program`]]
      : []),
    ['Stop', 'Ctrl-C'],
    ['Data', `${folders.root}; to delete it: ${folders.reset}`],
    [
      'Code',
      watch ? 'restarts on every change, but reads .env only at the start' : `to restart on every change: ${dev}`,
    ],
  ];
  return `\n${lines.map(([title = '', text = '']) => `${line(title, text)}\n`).join('')}`;
}

/** Returns what a local run prints when the app is ready after a restart. */
export function shortAnnouncement(address: LocalAddress): string {
  return line('Address', urlOf(address));
}

function line(title: string, text: string): string {
  return `  ${title.padEnd(10)}${text}`;
}
