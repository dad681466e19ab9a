import path from 'node:path';
import type { Environment } from '../environment';
import { EnvironmentError } from './environment-error';

/**
 * Turns an error that a file in `environments/` raised while it was loaded into one sentence with the place.
 * @param root the folder that contains `environments/`
 * @returns the error itself if it came from elsewhere
 */
export function environmentFileError(error: unknown, root: string): unknown {
  if (!(error instanceof Error)) return error;
  const folder = path.join(root, 'environments') + path.sep;
  const place = placeIn(folder, `${error.message}\n${error.stack}`);
  if (place === undefined) return error;
  return new EnvironmentError(`environments/${place}: ${summary(error)} Correct the file and run the command again.`);
}

/**
 * Turns a syntax error in any file of the project into one sentence with the place.
 * @param root the folder of the project
 * @returns the error itself if it is another one
 */
export function syntaxError(error: unknown, root: string): unknown {
  if (!(error instanceof Error) || !/: ERROR: /.test(error.message)) return error;
  const place = placeIn(root + path.sep, error.message);
  if (place === undefined) return error;
  return new EnvironmentError(`${place}: ${summary(error)} Correct the file and run the command again.`);
}

/** The first file, with line and column if they are known, that a message or a stack names. */
function placeIn(folder: string, text: string): string | undefined {
  const start = text.indexOf(folder);
  return start === -1 ? undefined : /^[^\s:)]+(:\d+){0,2}/.exec(text.slice(start + folder.length))?.[0];
}

function summary({ name, message }: Error): string {
  const syntax = /ERROR: (.*)/.exec(message)?.[1];
  if (syntax !== undefined) {
    const hint = /Expected "[}\])]" but found/.test(syntax)
      ? ' A comma may be missing at the end of the line before.'
      : '';
    return `${syntax}.${hint}`;
  }
  const [first = ''] = message.split('\n');
  return name === 'Error' ? `${first}.` : `${name}: ${first}.`;
}

/**
 * Checks that every entry of `environments/index.ts` is there: an import of a constant that was renamed is undefined.
 * @throws EnvironmentError that names the entry
 */
export function checkEntries(environments: readonly (Environment | undefined)[]): void {
  const index = environments.findIndex((environment) => typeof environment !== 'object' || environment === null);
  if (index === -1) return;
  const others = environments.flatMap((environment) => (environment?.name ? [environment.name] : []));
  throw new EnvironmentError(
    `environments/index.ts: entry ${index + 1} of the list is ${environments[index]}, because the file it comes from has no such export. Use the same name in both files. Other entries: ${others.join(', ') || 'none'}.`,
  );
}
