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

interface Synthesis {
  readonly json: SynthesizedStack;
  readonly violations: readonly string[];
}

const cache = new Map<string, Synthesis>();

/** The JSON of a bootstrap for these environments. It is cached for the suite and therefore frozen. */
export function synthesizedBootstrap(bootstrap: Bootstrap, others: readonly Environment[] = usual): SynthesizedStack {
  return synthesize(bootstrap, others).json;
}

/** The violations that the guard rails report for a bootstrap. */
export function bootstrapViolations(bootstrap: Bootstrap, others: readonly Environment[] = usual): readonly string[] {
  return synthesize(bootstrap, others).violations;
}

/** Omits `prepareStack`, as `synthesized` does. */
function synthesize(bootstrap: Bootstrap, others: readonly Environment[]): Synthesis {
  const key = JSON.stringify([bootstrap, others]);
  const known = cache.get(key);
  if (known) return known;
  const stack = new BootstrapStack(createSynthesisApp(), bootstrap, others);
  const json: SynthesizedStack = deepFreeze(JSON.parse(Testing.synth(stack, true)));
  const synthesis = { json, violations: errorAnnotations(stack) };
  cache.set(key, synthesis);
  return synthesis;
}
