import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * Looks for programs on the PATH.
 * @returns the absolute path of the first of these programs that exists; null if none exists
 */
export function findOnPath(...names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const found = folders.map((folder) => executableFile(path.resolve(folder, name))).find((file) => file !== null);
    if (found) return found;
  }
  return null;
}

/** Checks that a file can be executed. @returns the path of the file; null if it does not exist or cannot be executed */
export function executableFile(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return null;
  }
}
