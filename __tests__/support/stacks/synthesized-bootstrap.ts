import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../../stacks/environment';
import { everyPreview } from '../../../stacks/preview';
import { type DocumentOf, environmentDocument } from '../../../stacks/synthesis/environment-document';
import { sharedInRun } from '../jest/run-cache';
import { environments, previews } from './fixture-bootstrap';
import { createSynthesisApp } from './synthesis-app';
import { deepFreeze, type SynthesizedStack } from './synthesized';
import { errorAnnotations } from './violations';

/** The default environments of a bootstrap: two environments, and one that represents all previews. */
const usual = [...environments, everyPreview(previews)];

interface Synthesis {
  readonly json: SynthesizedStack;
  readonly violations: readonly string[];
}

const cache = new Map<string, Synthesis>();

/**
 * Returns the JSON of a bootstrap for these environments. It is frozen, because it is cached.
 * @param others the environments. By default, two environments and all previews
 * @param documentOf returns the JSON of an environment. The function must have a name, because the name is part of the cache key. By
 * default, the environment is synthesized
 */
export function synthesizedBootstrap(
  bootstrap: Bootstrap,
  others: readonly Environment[] = usual,
  documentOf?: DocumentOf,
): SynthesizedStack {
  return synthesize(bootstrap, others, documentOf).json;
}

/** Returns the violations that the guard rails report for a bootstrap with these environments. */
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

/**
 * Returns the JSON of an environment. All suites of a test run share it, because they synthesize several bootstraps for the same
 * environments.
 */
function synthesizedDocument(environment: Environment): object {
  const read = () => JSON.stringify(environmentDocument(environment, createSynthesisApp().outdir));
  return JSON.parse(sharedInRun(`document ${JSON.stringify(environment)}`, read));
}

/** Synthesizes a bootstrap without `prepareStack`, as `synthesized` does. */
function synthesizeNew(
  bootstrap: Bootstrap,
  others: readonly Environment[],
  documentOf: DocumentOf = synthesizedDocument,
): Synthesis {
  const app = createSynthesisApp();
  const stack = new BootstrapStack(app, { bootstrap, environments: others, documentOf });
  return { json: JSON.parse(Testing.synth(stack, true)), violations: errorAnnotations(stack) };
}
