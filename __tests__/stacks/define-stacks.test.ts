import { defineStacks } from '../../stacks/define-stacks';
import { fixtureWith, threeTiers } from '../support/stacks/fixture-environment';
import { createSynthesisApp } from '../support/stacks/synthesis-app';

describe('defineStacks', () => {
  it('adds the warnings about the settings of an environment to its stack', () => {
    const app = createSynthesisApp();
    const compute = { ...threeTiers.compute, instanceType: 't9g.small' };
    defineStacks(app, { environments: [fixtureWith({}), fixtureWith({ ...threeTiers, compute })] });
    const warnings = app.node.children.map(({ node }) => [node.id, node.metadata.map(({ data }) => data)]);
    expect(warnings).toEqual([
      ['dev', []],
      ['prod', [expect.stringContaining('t9g.small is not in the list'), expect.stringContaining('is unknown')]],
    ]);
  });
});
