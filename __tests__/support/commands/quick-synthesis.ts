import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as Synthesis from '../../../tools/shared/synthesize';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

/** The name of the file in a `DeployableProject` that contains the JSON of `dev`. The project's `main.ts` writes the same JSON. */
export const quickStack = 'quick-stack.json';

/**
 * Replaces `tools/shared/synthesize` in suites that run many commands in the process of the test. It writes the JSON of `dev` without
 * starting `main.ts`. For other environments, and after an interruption, it calls the original function.
 */
export const synthesize: typeof Synthesis.synthesize = async (name, outdir, stop, options) => {
  const original: typeof Synthesis = jest.requireActual('../../../tools/shared/synthesize');
  if (name !== 'dev' || stop.aborted) return original.synthesize(name, outdir, stop, options);
  const text = readFileSync(quickStack, 'utf8');
  mkdirSync(path.join(outdir, 'stacks', name), { recursive: true });
  writeFileSync(path.join(outdir, 'stacks', name, 'cdk.tf.json'), text);
  return new SynthesizedStack(JSON.parse(text));
};
