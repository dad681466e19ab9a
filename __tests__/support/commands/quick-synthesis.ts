import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as Synthesis from '../../../tools/shared/synthesize';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

/** The file with the JSON of `dev` in a `DeployableProject`. Its `main.ts` writes the same. */
export const quickStack = 'quick-stack.json';

/**
 * Replaces `tools/shared/synthesize` in suites that run many commands in the process of the test: it writes the JSON of `dev` without
 * starting `main.ts`. It calls the original for every other environment, and after an interruption.
 */
export const synthesize: typeof Synthesis.synthesize = async (name, outdir, stop, options) => {
  const original: typeof Synthesis = jest.requireActual('../../../tools/shared/synthesize');
  if (name !== 'dev' || stop.aborted) return original.synthesize(name, outdir, stop, options);
  const text = readFileSync(quickStack, 'utf8');
  mkdirSync(path.join(outdir, 'stacks', name), { recursive: true });
  writeFileSync(path.join(outdir, 'stacks', name, 'cdk.tf.json'), text);
  return new SynthesizedStack(JSON.parse(text));
};
