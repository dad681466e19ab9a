import { actionsWithoutResources } from '../../../stacks/guard-rails/policy-resources';
import { actionsLike, referencedAction, unevaluated } from '../../support/iam/authorization-reference';
import { everyRole } from '../../support/iam/every-role';

describe('A policy', () => {
  it.each(everyRole())('of $name says what AWS evaluates', async ({ statements }) => {
    expect(await unevaluated(statements)).toEqual([]);
  });
});

describe('The check of a policy', () => {
  const arn = (resource: string) => `arn:aws:${resource.replace(':', ':eu-central-1:123456789012:')}`;
  const vpc = arn('ec2:vpc/*');

  it.each([
    ['an unknown action', 'ec2:CreateVpcs', vpc, undefined, 'ec2:CreateVpcs is not an action'],
    ['a resource of another type', 'ec2:DeleteVpc', arn('ec2:subnet/*'), undefined, 'ec2:DeleteVpc takes none of'],
    ['an ARN for an action without resources', 'ec2:DescribeVpcs', vpc, undefined, 'ec2:DescribeVpcs takes none of'],
    ['a * for an action with resources', 'ec2:DeleteVpc', '*', undefined, 'ec2:DeleteVpc takes narrower resources'],
    [
      'a tag that WAF does not read',
      'wafv2:AssociateWebACL',
      arn('elasticloadbalancing:loadbalancer/app/*'),
      'aws:ResourceTag/Project',
      'wafv2:AssociateWebACL on loadbalancer/app/ has no aws:ResourceTag/Project',
    ],
    ['a key of another action', 'ec2:DeleteVpc', vpc, 'acm:DomainNames', 'ec2:DeleteVpc on vpc has no'],
    ['a missing resource', 'ec2:CreateSubnet', vpc, undefined, 'ec2:CreateSubnet needs a subnet'],
  ])('reports %s', async (_what, Action, Resource, key, problem) => {
    const Condition = { StringEquals: key ? { [key]: 'any' } : ({} as Record<string, string>) };
    const problems = await unevaluated([{ Effect: 'Allow', Action, Resource, Condition }]);
    expect(problems).toContainEqual(expect.stringContaining(problem));
  });
});

describe('An action that may be allowed on *', () => {
  // Metrics may belong to a data set, and are without one by default.
  const isOptional = (type: string) => type === 'dataset';

  it.each(actionsWithoutResources)('takes no resource: %s', async (pattern) => {
    const actions = await actionsLike(pattern);
    expect(actions.length).toBeGreaterThan(0);
    const found = await Promise.all(actions.map(referencedAction));
    expect(found).not.toContain(undefined);
    const types = found.flatMap((action) => action?.types ?? []).map(({ name }) => name);
    // Some actions of EC2 describe an attribute of one resource: stacks/guard-rails/policy-resources.ts.
    if (pattern !== 'ec2:Describe*') expect(types.filter((type) => !isOptional(type))).toEqual([]);
  });
});
