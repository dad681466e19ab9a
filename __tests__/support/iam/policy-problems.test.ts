import { policyProblems } from './policy-problems';

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
