import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';

const outdir = mkdtempSync(join(tmpdir(), 'synthesized-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Creates a cdktf app for stacks that are synthesized in the test process. Its output folder is deleted after the suite. */
export function createSynthesisApp(): App {
  return new App({ outdir, stackTraces: false });
}
