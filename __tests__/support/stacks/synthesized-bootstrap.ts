import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../../stacks/environment';
import { everyPreview } from '../../../stacks/preview';
import { sharedInRun } from '../jest/run-cache';
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

/** The JSON of a bootstrap for these environments. It is cached and therefore frozen. */
export function synthesizedBootstrap(bootstrap: Bootstrap, others: readonly Environment[] = usual): SynthesizedStack {
  return synthesize(bootstrap, others).json;
}

/** The violations that the guard rails report for a bootstrap. */
export function bootstrapViolations(bootstrap: Bootstrap, others: readonly Environment[] = usual): readonly string[] {
  return synthesize(bootstrap, others).violations;
}

function synthesize(bootstrap: Bootstrap, others: readonly Environment[]): Synthesis {
  const key = JSON.stringify([bootstrap, others]);
  const read = () =>
    JSON.parse(sharedInRun(`bootstrap ${key}`, () => JSON.stringify(synthesizeNew(bootstrap, others))));
  const synthesis = cache.get(key) ?? deepFreeze<Synthesis>(read());
  cache.set(key, synthesis);
  return synthesis;
}

/** Omits `prepareStack`, as `synthesized` does. */
function synthesizeNew(bootstrap: Bootstrap, others: readonly Environment[]): Synthesis {
  const stack = new BootstrapStack(createSynthesisApp(), bootstrap, others);
  return { json: JSON.parse(Testing.synth(stack, true)), violations: errorAnnotations(stack) };
}
