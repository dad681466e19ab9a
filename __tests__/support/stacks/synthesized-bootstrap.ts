import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../../stacks/environment';
import { balanced, fixture, fixtureWith } from './fixture-environment';
import { createSynthesisApp } from './synthesis-app';
import { deepFrozen, type SynthesizedStack } from './synthesized';
import { errorsOf } from './violations';

/** The bootstrap as it is shipped, whatever `environments/bootstrap.ts` says. */
export const shipped = {
  project: fixture.project,
  region: fixture.region,
  state: { kind: 'local' },
  stateBucket: {},
} as const satisfies Bootstrap;

/** The bootstrap with every part. */
export const complete = {
  ...shipped,
  github: { repository: 'acme/site', ids: { owner: '123', repository: '4567' }, oidc: 'create' },
  terraformCloud: { organization: 'acme', oidc: 'create' },
  budget: { monthlyUsDollars: 50, email: 'ops@acme.dev' },
} as const satisfies Bootstrap;

export const environments: readonly Environment[] = [fixture, fixtureWith(balanced)];

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
