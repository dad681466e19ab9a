import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Bootstrap } from '../../stacks/bootstrap/bootstrap';
import { BootstrapStack } from '../../stacks/bootstrap/bootstrap-stack';
import type { Environment } from '../../stacks/environment';
import { balanced, fixture, fixtureWith } from './fixture-environment';
import type { SynthesizedStack } from './synthesized';
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

/** The JSON of a bootstrap, and of environments that are only named in it. */
export function synthesizedBootstrap(bootstrap: Bootstrap, others = environments): SynthesizedStack {
  return synthesize(bootstrap, others, (_stack, json) => JSON.parse(json));
}

/** What the guard rails say about a bootstrap. */
export function bootstrapViolations(bootstrap: Bootstrap): readonly string[] {
  return synthesize(bootstrap, environments, errorsOf);
}

function synthesize<T>(
  bootstrap: Bootstrap,
  others: readonly Environment[],
  read: (stack: BootstrapStack, json: string) => T,
): T {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesized-bootstrap-'));
  try {
    const stack = new BootstrapStack(new App({ outdir }), bootstrap, others);
    stack.prepareStack();
    return read(stack, Testing.synth(stack));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
