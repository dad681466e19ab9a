import { acceptsNoResource, table } from '@eight-digit/aws-permissions';
import { actionsWithoutResources } from '../../../../stacks/guard-rails/actions-without-resources';
import { allRoles } from '../../../support/iam/all-roles';
import { lookUpAction, matchingActions } from '../../../support/iam/authorization-reference';
import { policyProblems } from '../../../support/iam/policy-problems';
import { withoutResource } from '../../../support/iam/recorded-calls';

describe('Policies', () => {
  it.each(allRoles())(
    'of the role $name contain only actions, resources and condition keys that AWS supports',
    async ({ statements }) => {
      expect(await policyProblems(statements)).toEqual([]);
    },
  );
});

describe('Table of permissions', () => {
  const listed = Object.values(table).flatMap(({ reads, writes }) => [...reads, ...writes]);

  it('contains only existing actions, and allows an action on * only if the action supports no resource-level permissions', async () => {
    const found = await Promise.all(
      [...new Set(listed)].map(async (action) => ({ action, types: (await lookUpAction(action))?.types.length })),
    );
    expect(found.filter(({ types }) => types === undefined)).toEqual([]);
    const differing = found.filter(({ action, types }) => acceptsNoResource(action) && types !== 0);
    expect(differing.map(({ action }) => action)).toEqual([]);
  });
});

describe('Action that a command calls on *', () => {
  it.each(withoutResource)('does not support resource-level permissions: %s', async (action) => {
    expect((await lookUpAction(action))?.types).toEqual([]);
  });
});

describe('Action that the guard rail allows on *', () => {
  // The resource type `dataset` is optional in a call, because a metric belongs to no data set by default.
  const isOptional = (type: string) => type === 'dataset';

  it.each(actionsWithoutResources)('does not support resource-level permissions: %s', async (pattern) => {
    const actions = await matchingActions(pattern);
    expect(actions.length).toBeGreaterThan(0);
    const found = await Promise.all(actions.map(lookUpAction));
    expect(found).not.toContain(undefined);
    const types = found.flatMap((action) => action?.types ?? []).map(({ name }) => name);
    // Some actions that ec2:Describe* matches support resource-level permissions. stacks/guard-rails/actions-without-resources.ts
    // allows these actions on *, too.
    if (pattern !== 'ec2:Describe*') expect(types.filter((type) => !isOptional(type))).toEqual([]);
  });
});
