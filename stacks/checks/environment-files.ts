import path from 'node:path';
import type { Environment } from '../environment';
import { EnvironmentError } from './environment-error';

/**
 * Converts an error from loading a file in `environments/` into a message with the file and line.
 * @param root the folder that contains `environments/`
 * @returns the error unchanged if no such file caused it
 */
export function environmentFileError(error: unknown, root: string): unknown {
  if (!(error instanceof Error)) return error;
  const folder = path.join(root, 'environments') + path.sep;
  const place = locationIn(folder, `${error.message}\n${error.stack}`);
  if (place === undefined) return error;
  return new EnvironmentError(`environments/${place}: ${summary(error)} Correct the file and run the command again.`);
}

/**
 * Converts a syntax error in any file of the project into a message with the file and line.
 * @param root the folder of the project
 * @returns the error unchanged if it is not a syntax error
 */
export function syntaxError(error: unknown, root: string): unknown {
  if (!(error instanceof Error) || !/: ERROR: /.test(error.message)) return error;
  const place = locationIn(root + path.sep, error.message);
  if (place === undefined) return error;
  return new EnvironmentError(`${place}: ${summary(error)} Correct the file and run the command again.`);
}

/**
 * Returns the path of the first file in the folder that the text mentions, with its line and column if the text contains them; undefined if
 * the text mentions no such file.
 * @param text an error message or a stack trace
 */
function locationIn(folder: string, text: string): string | undefined {
  const start = text.indexOf(folder);
  return start === -1 ? undefined : /^[^\s:)]+(:\d+){0,2}/.exec(text.slice(start + folder.length))?.[0];
}

function summary({ name, message }: Error): string {
  const syntax = /ERROR: (.*)/.exec(message)?.[1];
  if (syntax !== undefined) {
    const hint = /Expected "[}\])]" but found/.test(syntax)
      ? ' A comma may be missing at the end of the previous line.'
      : '';
    return `${syntax}.${hint}`;
  }
  const [first = ''] = message.split('\n');
  return name === 'Error' ? `${first}.` : `${name}: ${first}.`;
}

/**
 * Checks that every entry of `environments/index.ts` is an environment. An entry is undefined, for example, if a file exports its constant
 * under another name.
 * @throws EnvironmentError with the position of the first such entry
 */
export function checkEnvironmentList(environments: readonly (Environment | undefined)[]): void {
  const index = environments.findIndex((environment) => typeof environment !== 'object' || environment === null);
  if (index === -1) return;
  const others = environments.flatMap((environment) => (environment?.name ? [environment.name] : []));
  throw new EnvironmentError(
    `environments/index.ts: entry ${index + 1} in the list is ${environments[index]}, because the environment's file does not export the imported name. Use the same name in both files. Other entries: ${others.join(', ') || 'none'}.`,
  );
}
