import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineStacks } from '../../../stacks/define-stacks';
import type { Environment } from '../../../stacks/environment';
import { sharedInRun } from '../jest/run-cache';
import { allEnvironments, inFives } from './combinations';
import { complete } from './fixture-bootstrap';
import { type Changes, fixtureWith } from './fixture-environment';
import { createSynthesisApp } from './synthesis-app';
import type { SynthesizedStack } from './synthesized';

interface Synthesis {
  /** The errors of the synthesis and of the guard rails. An empty string if there are none. */
  readonly errors: string;
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
}

interface Group extends Synthesis {
  readonly names: string;
  readonly environments: readonly Environment[];
}

/** Synthesizes these environments, and the bootstrap with everything that is optional, as `npm run synth` does. */
function synthesizedTogether(group: readonly Changes[]): Group {
  const environments = group.map((changes) => fixtureWith(changes));
  const names = environments.map(({ name }) => name);
  const create = () => JSON.stringify(synthesizeTogether(environments));
  const synthesis: Synthesis = JSON.parse(sharedInRun(`together ${JSON.stringify(environments)}`, create));
  return { ...synthesis, names: names.join(', '), environments };
}

function synthesizeTogether(environments: readonly Environment[]): Synthesis {
  const app = createSynthesisApp();
  defineStacks(app, { environments, bootstrap: complete });
  try {
    app.synth();
  } catch (error) {
    return { errors: String(error), stacks: {} };
  }
  const read = (name: string) => JSON.parse(readFileSync(join(app.outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'));
  const names = ['bootstrap', ...environments.map(({ name }) => name)];
  return { errors: '', stacks: Object.fromEntries(names.map((name) => [name, read(name)])) };
}

/** All environments of the tests, in groups. */
export const groups = inFives(allEnvironments).map((group) => synthesizedTogether(group));

const ofEnvironments = new Map(groups.flatMap(({ stacks }) => Object.entries(stacks)));

/** Returns the synthesized JSON of an environment, or an empty object if no group contains the environment. */
export function ofGroup({ name }: Environment): object {
  return ofEnvironments.get(name) ?? {};
}
