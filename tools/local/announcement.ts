import { port as contractPort } from '../../contract';
import type { LocalRun } from './local-run';
import type { LocalSettings } from './local-settings';

/** What a person needs to know once the app serves, as one block. */
export function announcement(
  { folders, dev, watch }: LocalRun,
  { ignored, port: asked }: LocalSettings,
  port: number,
): string {
  const lines = [
    ['Address', addressOf(port)],
    ...(asked === undefined && port !== contractPort ? [['', `port ${contractPort} is taken by another program`]] : []),
    ['Stop', 'Ctrl-C'],
    ['Data', `${folders.root}, emptied by: ${folders.reset}`],
    ['Code', watch ? 'every change is taken up' : `${dev} takes up every change`],
    ...(ignored.length > 0 ? [['Ignored', `${ignored.join(', ')} in .env; .env.example lists what is read`]] : []),
  ];
  return `\n${lines.map(([title = '', text = '']) => `${line(title, text)}\n`).join('')}`;
}

/** What a person needs to know once the app serves again. */
export function shortAnnouncement(port: number): string {
  return line('Address', addressOf(port));
}

function addressOf(port: number): string {
  return `http://localhost:${port}`;
}

function line(title: string, text: string): string {
  return `  ${title.padEnd(10)}${text}`;
}
