import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../../stacks/environment';
import { everyPreview } from '../../../stacks/preview';
import { environments, previews } from './fixture-bootstrap';
import { createSynthesisApp } from './synthesis-app';
import { deepFreeze, type SynthesizedStack } from './synthesized';
import { errorAnnotations } from './violations';

/** The listed environments of the fixture, and all its previews. */
const usual = [...environments, everyPreview(previews)];
const cache = new Map<string, SynthesizedStack>();

/** The JSON of a bootstrap for these environments. It is cached for the suite and therefore frozen. */
export function synthesizedBootstrap(bootstrap: Bootstrap, others: readonly Environment[] = usual): SynthesizedStack {
  const key = JSON.stringify([bootstrap, others]);
  const stack = cache.get(key) ?? deepFreeze(JSON.parse(synthesize(bootstrap, others).json));
  cache.set(key, stack);
  return stack;
}

/** The violations that the guard rails report for a bootstrap. */
export function bootstrapViolations(bootstrap: Bootstrap, others: readonly Environment[] = usual): readonly string[] {
  return errorAnnotations(synthesize(bootstrap, others).stack);
}

function synthesize(bootstrap: Bootstrap, others: readonly Environment[]) {
  const stack = new BootstrapStack(createSynthesisApp(), bootstrap, others);
  stack.prepareStack();
  return { stack, json: Testing.synth(stack, true) };
}
