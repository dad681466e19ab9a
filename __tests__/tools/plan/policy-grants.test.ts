import { comparePolicies } from '../../../tools/plan/policy-grants';

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: 'Allow', Action, Resource });
const nothing = { added: [], removed: [] };

describe('Comparison of policies', () => {
  it.each([
    ['the order of actions', policy(allow(['a:One', 'a:Two'], 'x')), policy(allow(['a:Two', 'a:One'], 'x'))],
    [
      'the grouping of statements',
      policy(allow(['a:One', 'a:Two'], 'x')),
      policy(allow('a:One', ['x']), allow('a:Two', 'x')),
    ],
    [
      'whether a single statement is in a list',
      policy(allow('a:One', 'x')),
      JSON.stringify({ Statement: allow('a:One', 'x') }),
    ],
    ['a string that is not a policy', 'none', '{'],
  ])('ignores %s', (_what, before, after) => {
    expect(comparePolicies(before, after)).toEqual(nothing);
  });

  it('names, for each resource, only the added actions', () => {
    const before = policy(allow(['a:One'], ['x', 'y']));
    const after = policy(allow(['a:One', 'a:Two', 'a:Three'], ['x', 'y']));
    expect(comparePolicies(before, after)).toEqual({
      added: ['Allow a:Two, a:Three on x', 'Allow a:Two, a:Three on y'],
      removed: [],
    });
  });

  it('lists every permission of an added and of a removed policy', () => {
    const text = policy(allow('a:One', '*'));
    expect(comparePolicies(undefined, text)).toEqual({ added: ['Allow a:One on *'], removed: [] });
    expect(comparePolicies(text, null)).toEqual({ added: [], removed: ['Allow a:One on *'] });
  });

  it.each<[object, string]>([
    [{ Effect: 'Deny', NotAction: ['a:One'], Resource: '*' }, 'Deny everything except a:One on *'],
    [{ Effect: 'Deny', Action: 'a:*', NotResource: ['x', 'y'] }, 'Deny a:* on everything except x and y'],
    [{ ...allow('a:One', '*'), Principal: '*' }, 'Allow a:One on * to everyone'],
    [{ ...allow('a:One', '*'), Principal: { AWS: ['1', '2'] } }, 'Allow a:One on * to AWS 1 and 2'],
    [{ ...allow('a:One', '*'), NotPrincipal: { AWS: '1' } }, 'Allow a:One on * to everyone except AWS 1'],
    [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
      'Allow sts:AssumeRole to Service ecs-tasks.amazonaws.com',
    ],
    [
      {
        ...allow('a:One', '*'),
        Condition: { StringEquals: { 'aws:SourceAccount': ['1', '2'] }, Null: { 'a:b': 'true' } },
      },
      'Allow a:One on * if aws:SourceAccount is 1 or 2 and a:b Null true',
    ],
  ])('describes the statement %j in words', (statement, sentence) => {
    expect(comparePolicies(undefined, policy(statement)).added).toEqual([sentence]);
  });

  it('treats a changed condition as one added and one removed permission', () => {
    const only = (account: string) =>
      policy({ ...allow('a:One', '*'), Condition: { StringEquals: { 'aws:SourceAccount': account } } });
    expect(comparePolicies(only('1'), only('2'))).toEqual({
      added: ['Allow a:One on * if aws:SourceAccount is 2'],
      removed: ['Allow a:One on * if aws:SourceAccount is 1'],
    });
  });
});
