import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../../stacks/environment';
import { environments } from './fixture-bootstrap';
import { createSynthesisApp } from './synthesis-app';
import { deepFrozen, type SynthesizedStack } from './synthesized';
import { errorsOf } from './violations';

const known = new Map<string, SynthesizedStack>();

/** The JSON of a bootstrap, and of environments that are only named in it. A suite synthesizes it once, so nobody may change it. */
export function synthesizedBootstrap(bootstrap: Bootstrap, others = environments): SynthesizedStack {
  const key = JSON.stringify([bootstrap, others]);
  const stack = known.get(key) ?? deepFrozen(JSON.parse(synthesize(bootstrap, others).json));
  known.set(key, stack);
  return stack;
}

/** What the guard rails say about a bootstrap. */
export function bootstrapViolations(bootstrap: Bootstrap, others = environments): readonly string[] {
  return errorsOf(synthesize(bootstrap, others).stack);
}

function synthesize(bootstrap: Bootstrap, others: readonly Environment[]) {
  const stack = new BootstrapStack(createSynthesisApp(), bootstrap, others);
  stack.prepareStack();
  return { stack, json: Testing.synth(stack, true) };
}
