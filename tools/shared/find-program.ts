import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** @returns the absolute path of the first of these programs that is on the PATH; null if none is */
export function findOnPath(...names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const found = folders.map((folder) => executableFile(path.resolve(folder, name))).find((file) => file !== null);
    if (found) return found;
  }
  return null;
}

/** @returns the file; null if it does not exist or cannot be executed */
export function executableFile(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return null;
  }
}
