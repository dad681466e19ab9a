import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns a string that takes a long time to create. In each test run, the first suite that needs the string creates it, and later suites
 * read it from a file.
 * @param key a name, and the values on which the string depends. Source files need not be in the key, because they do not change during a
 * run
 */
export function sharedInRun(key: string, create: () => string): string {
  const name = createHash('sha256').update(key).digest('hex');
  const file = path.join(process.env.TEST_RUN_FOLDER ?? '', name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = create();
  // The file gets its final name only when its content is complete, because other suites may read it at any time.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return text;
}
