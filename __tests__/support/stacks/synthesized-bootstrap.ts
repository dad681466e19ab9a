import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../../stacks/environment';
import { type DocumentOf, environmentDocument } from '../../../stacks/environment-document';
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

/**
 * Returns the JSON of a bootstrap for these environments. It is cached and therefore frozen.
 * @param documentOf a named function that returns the JSON of an environment. By default, it is synthesized
 */
export function synthesizedBootstrap(
  bootstrap: Bootstrap,
  others: readonly Environment[] = usual,
  documentOf?: DocumentOf,
): SynthesizedStack {
  return synthesize(bootstrap, others, documentOf).json;
}

/** Returns the violations that the guard rails report for a bootstrap. */
export function bootstrapViolations(
  bootstrap: Bootstrap,
  others: readonly Environment[] = usual,
  documentOf?: DocumentOf,
): readonly string[] {
  return synthesize(bootstrap, others, documentOf).violations;
}

function synthesize(bootstrap: Bootstrap, others: readonly Environment[], documentOf?: DocumentOf): Synthesis {
  const key = JSON.stringify([bootstrap, others, documentOf?.name]);
  const read = () =>
    JSON.parse(sharedInRun(`bootstrap ${key}`, () => JSON.stringify(synthesizeNew(bootstrap, others, documentOf))));
  const synthesis = cache.get(key) ?? deepFreeze<Synthesis>(read());
  cache.set(key, synthesis);
  return synthesis;
}

/** Several bootstraps have roles for the same environment. */
function synthesizedDocument(environment: Environment): object {
  const read = () => JSON.stringify(environmentDocument(environment, createSynthesisApp().outdir));
  return JSON.parse(sharedInRun(`document ${JSON.stringify(environment)}`, read));
}

/** Omits `prepareStack`, as `synthesized` does. */
function synthesizeNew(
  bootstrap: Bootstrap,
  others: readonly Environment[],
  documentOf: DocumentOf = synthesizedDocument,
): Synthesis {
  const app = createSynthesisApp();
  const stack = new BootstrapStack(app, bootstrap, others, documentOf);
  return { json: JSON.parse(Testing.synth(stack, true)), violations: errorAnnotations(stack) };
}
