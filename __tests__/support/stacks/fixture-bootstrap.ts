import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import type { Environment } from '../../../stacks/environment';
import { balanced, fixture, fixtureWith } from './fixture-environment';

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

/** The environments beside it. */
export const environments: readonly Environment[] = [fixture, fixtureWith(balanced)];
