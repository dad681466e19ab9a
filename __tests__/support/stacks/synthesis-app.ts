import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';

const outdir = mkdtempSync(join(tmpdir(), 'synthesized-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** An app for stacks that are synthesized in the process. What it may write goes when the suite has ended. */
export function createSynthesisApp(): App {
  return new App({ outdir, stackTraces: false });
}
