import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import type { Environment } from '../../../stacks/environment';
import type { Preview } from '../../../stacks/preview';
import { balanced, fixture, fixtureWith } from './fixture-environment';

/** A copy of the shipped bootstrap. Tests do not import `environments/bootstrap.ts`, because users edit that file. */
export const shipped = {
  project: fixture.project,
  region: fixture.region,
  state: { kind: 'local' },
  stateBucket: {},
} as const satisfies Bootstrap;

/** The bootstrap with everything that is optional. */
export const complete = {
  ...shipped,
  github: { repository: 'acme/site', ids: { owner: '123', repository: '4567' }, oidc: 'create' },
  terraformCloud: { organization: 'acme', oidc: 'create' },
  budget: { monthlyUsDollars: 50, email: 'ops@acme.dev' },
} as const satisfies Bootstrap;

/** A copy of the shipped settings of previews. */
export const previews: Preview = { base: fixture, days: 7 };

/** The environments for which the bootstrap in tests creates roles. */
export const environments: readonly Environment[] = [fixture, fixtureWith(balanced)];
