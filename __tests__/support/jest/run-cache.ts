import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns text that takes a long time to create. In each run, the first suite that needs the text creates it, and later suites read it.
 * @param key the name of the text and the values that it depends on. Source files need not be part of the key, because they stay the same
 * during a run
 */
export function sharedInRun(key: string, create: () => string): string {
  const name = createHash('sha256').update(key).digest('hex');
  const file = path.join(process.env.TEST_RUN_FOLDER ?? '', name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = create();
  // The file is renamed when its content is complete, because other suites may read it at any time.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return text;
}
