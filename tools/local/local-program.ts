import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { heapOptions, readyPath } from '../../contract';

/** A program to start, and the path at which it returns 200 when it can serve requests. */
export interface LocalProgram {
  readonly command: readonly string[];
  readonly readyPath: string;
}

/**
 * Returns the program that runs a file of the shipped app.
 * @param file a TypeScript file, such as `app/server.ts`
 */
export function programOf(file: string): LocalProgram {
  const stopWithParent = pathToFileURL(path.join(__dirname, 'stop-with-parent.ts')).href;
  return {
    command: [process.execPath, ...heapOptions, '--import', 'tsx', '--import', stopWithParent, file],
    readyPath,
  };
}
