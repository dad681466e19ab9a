import { port as contractPort } from '../../contract';
import type { LocalRun } from './local-run';
import type { LocalSettings } from './local-settings';

/** What a person needs to know once the app serves, as one block. */
export function announcement(
  { environment, folders, watch }: LocalRun,
  { ignored, port: asked }: LocalSettings,
  port: number,
): string {
  const lines = [
    ['Address', `http://localhost:${port}`],
    ...(asked === undefined && port !== contractPort ? [['', `port ${contractPort} is taken by another program`]] : []),
    ['Stop', 'Ctrl-C'],
    ['Data', `${folders.root}, emptied by: npm run reset${environment === 'dev' ? '' : ` -- ${environment}`}`],
    ['Code', watch ? 'the app starts again on every change' : 'npm run dev starts the app again on every change'],
    ...(ignored.length > 0 ? [['Ignored', `${ignored.join(', ')} in .env; .env.example lists what is read`]] : []),
  ];
  return `\n${lines.map(([title = '', text = '']) => `  ${title.padEnd(10)}${text}\n`).join('')}`;
}
