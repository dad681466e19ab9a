import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { environmentsWithEachValue } from '../../support/stacks/combinations';
import { complete, shipped } from '../../support/stacks/fixture-bootstrap';
import { fixtureWith } from '../../support/stacks/fixture-environment';
import { bootstrapViolations, synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';
import { groups, ofGroup } from '../../support/stacks/synthesized-groups';
import { previews } from '../../support/stacks/synthesized-previews';

const { stateBucket: _stateBucket, ...none } = shipped;
const { ids: _ids, ...withoutIds } = complete.github;
const parts: readonly [string, Bootstrap][] = [
  ['the state bucket', shipped],
  ['GitHub with ids', { ...none, github: complete.github }],
  ['GitHub without ids', { ...shipped, github: withoutIds }],
  ['Terraform Cloud', { ...none, terraformCloud: complete.terraformCloud }],
  ['the budget', { ...none, budget: complete.budget }],
];

describe('Bootstrap', () => {
  it.each(groups)('with all its parts, can be synthesized for the environments $names', ({ errors }) => {
    expect(errors).toBe('');
  });

  it.each(parts)(
    'with %s, violates no guard rail for a set of environments that covers every value of every setting',
    (_part, own) => {
      const environments = environmentsWithEachValue.map((changes) => fixtureWith(changes));
      const middle = Math.ceil(environments.length / 2);
      // Splits the environments, because a plan role for all of them would need more policies than AWS allows.
      const halves = [environments.slice(0, middle), environments.slice(middle)];
      expect(halves.flatMap((half) => bootstrapViolations(own, half, ofGroup))).toEqual([]);
    },
  );

  it.each(previews)('violates no guard rail for previews that copy $base', ({ every, ofPreview }) => {
    expect(bootstrapViolations(complete, [every], ofPreview)).toEqual([]);
  });

  it.each(previews)(
    'for previews that copy $base, contains no names with a wildcard except preview*',
    ({ bootstrap }) => {
      const texts = JSON.stringify(bootstrap.resource).match(/eight-digit-\w+\*|eight-digit\/\w+\*/g);
      expect([...new Set(texts)].sort()).toEqual(['eight-digit-preview*', 'eight-digit/preview*']);
    },
  );

  it('contains no wildcard in the names of resources if every environment is listed', () => {
    const all = groups.flatMap(({ environments }) => environments);
    const { resource } = synthesizedBootstrap(complete, all, ofGroup);
    expect(JSON.stringify(resource)).not.toMatch(/eight-digit-\w+\*|eight-digit\/\w+\*/);
  });
});
