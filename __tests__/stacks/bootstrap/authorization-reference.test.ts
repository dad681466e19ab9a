import { acceptsNoResource, table } from '@eight-digit/aws-permissions';
import { actionsWithoutResources } from '../../../stacks/guard-rails/policy-resources';
import { allRoles } from '../../support/iam/all-roles';
import { lookUpAction, matchingActions, policyProblems } from '../../support/iam/authorization-reference';
import { withoutResource } from '../../support/iam/recorded-calls';

describe('Policies', () => {
  it.each(allRoles())(
    'of the role $name contain only actions, resources and condition keys that AWS supports',
    async ({ statements }) => {
      expect(await policyProblems(statements)).toEqual([]);
    },
  );
});

describe('policyProblems', () => {
  const arn = (resource: string) => `arn:aws:${resource.replace(':', ':eu-central-1:123456789012:')}`;
  const vpc = arn('ec2:vpc/*');

  it.each([
    ['an unknown action', 'ec2:CreateVpcs', vpc, undefined, 'ec2:CreateVpcs is not an action'],
    ['a resource of another type', 'ec2:DeleteVpc', arn('ec2:subnet/*'), undefined, 'ec2:DeleteVpc accepts none of'],
    ['an ARN for an action without resources', 'ec2:DescribeVpcs', vpc, undefined, 'ec2:DescribeVpcs accepts none of'],
    ['a * for an action with resources', 'ec2:DeleteVpc', '*', undefined, 'ec2:DeleteVpc accepts narrower resources'],
    [
      'a tag that WAF does not evaluate',
      'wafv2:AssociateWebACL',
      arn('elasticloadbalancing:loadbalancer/app/*'),
      'aws:ResourceTag/Project',
      'wafv2:AssociateWebACL on loadbalancer/app/ has no aws:ResourceTag/Project',
    ],
    ['a key of another action', 'ec2:DeleteVpc', vpc, 'acm:DomainNames', 'ec2:DeleteVpc on vpc has no'],
    ['a missing resource', 'ec2:CreateSubnet', vpc, undefined, 'ec2:CreateSubnet needs a subnet'],
  ])('reports %s', async (_what, Action, Resource, key, problem) => {
    const Condition = { StringEquals: key ? { [key]: 'any' } : ({} as Record<string, string>) };
    const problems = await policyProblems([{ Effect: 'Allow', Action, Resource, Condition }]);
    expect(problems).toContainEqual(expect.stringContaining(problem));
  });
});

describe('Table of permissions', () => {
  const listed = Object.values(table).flatMap(({ reads, writes }) => [...reads, ...writes]);

  it('contains only existing actions, and narrows each action that supports resource-level permissions', async () => {
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
  // A call need not name a resource of the type `dataset`, because a metric belongs to no data set by default.
  const isOptional = (type: string) => type === 'dataset';

  it.each(actionsWithoutResources)('does not support resource-level permissions: %s', async (pattern) => {
    const actions = await matchingActions(pattern);
    expect(actions.length).toBeGreaterThan(0);
    const found = await Promise.all(actions.map(lookUpAction));
    expect(found).not.toContain(undefined);
    const types = found.flatMap((action) => action?.types ?? []).map(({ name }) => name);
    // Some actions that ec2:Describe* matches support resource-level permissions. stacks/guard-rails/policy-resources.ts allows them on *
    // too.
    if (pattern !== 'ec2:Describe*') expect(types.filter((type) => !isOptional(type))).toEqual([]);
  });
});
