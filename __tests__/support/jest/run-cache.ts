import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns a text that takes long to create. The first suite of a run that needs it creates it, and the others read it.
 * @param key the name of the text and the values that it depends on. Source files are the same during a run.
 */
export function sharedInRun(key: string, create: () => string): string {
  const name = createHash('sha256').update(key).digest('hex');
  const file = path.join(process.env.TEST_RUN_FOLDER ?? '', name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = create();
  // The file is renamed when it is complete, because other suites may read it at any time.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return text;
}
