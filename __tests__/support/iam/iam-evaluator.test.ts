import { reference } from '../stacks/synthesized';
import { isAllowed, type Statement } from './iam-evaluator';

const role = 'arn:aws:iam::1:role/app-dev-task';
const allow = (more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'iam:GetRole',
  Resource: role,
  ...more,
});
const deny = (more: Partial<Statement> = {}): Statement => ({ ...allow(more), Effect: 'Deny' });
const { Action: _action, ...withoutAction } = allow();
const { Resource: _resource, ...withoutResource } = allow();
const get = { action: 'iam:GetRole', resource: role };

describe('IAM evaluator', () => {
  it.each<[string, Statement[], Statement[] | undefined, boolean]>([
    ['allows a call that a statement allows', [allow()], undefined, true],
    ['ignores the case of actions', [allow({ Action: 'IAM:getrole' })], undefined, true],
    ['respects the case of resources', [allow({ Resource: role.toUpperCase() })], undefined, false],
    ['rejects a call without a matching statement', [allow({ Action: 'iam:ListRoles' })], undefined, false],
    ['rejects a call that another statement denies', [allow(), deny()], undefined, false],
    ['ignores a denial of another action', [allow(), deny({ Action: 'iam:DeleteRole' })], undefined, true],
    ['allows all actions except NotAction', [{ ...withoutAction, NotAction: 'iam:Put*' }], undefined, true],
    ['does not allow NotAction', [{ ...withoutAction, NotAction: 'iam:Get*' }], undefined, false],
    [
      'denies all resources except NotResource',
      [allow(), { ...withoutResource, Effect: 'Deny', NotResource: 'x' }],
      undefined,
      false,
    ],
    ['allows a call that the boundary also allows', [allow()], [allow()], true],
    ['rejects a call that the boundary does not allow', [allow()], [allow({ Action: 'iam:ListRoles' })], false],
    ['rejects a call that the boundary denies', [allow()], [allow(), deny()], false],
    ['grants no permission from the boundary', [], [allow()], false],
  ])('evaluates statements and the permissions boundary: %s', (_what, statements, boundary, expected) => {
    expect(isAllowed(statements, get, boundary)).toBe(expected);
  });

  it.each<[string, string, string | string[], string | string[] | undefined, boolean]>([
    ['an equal value', 'StringEquals', ['a', 'b'], 'b', true],
    ['another value', 'StringEquals', ['a', 'b'], 'c', false],
    ['no value', 'StringEquals', 'a', undefined, false],
    ['no value', 'StringEqualsIfExists', 'a', undefined, true],
    ['another value', 'StringEqualsIfExists', 'a', 'b', false],
    ['any of the values', 'StringNotEquals', ['a', 'b'], 'b', false],
    ['another value', 'StringNotEquals', ['a', 'b'], 'c', true],
    ['no value', 'StringNotEquals', 'a', undefined, true],
    ['a value of the pattern', 'StringLike', 'a*', 'abc', true],
    ['a value of the pattern', 'StringNotLike', 'a*', 'abc', false],
    ['a star within a part', 'ArnLike', 'arn:aws:iam::*:role/a-*', 'arn:aws:iam::1:role/a-b', true],
    ['a star across a colon', 'ArnLike', 'arn:*:role/a', 'arn:aws:iam::1:role/a', false],
    ['another ARN', 'ArnNotEquals', role, `${role}-2`, true],
    ['true', 'Bool', 'true', 'true', true],
    ['no value', 'Null', 'true', undefined, true],
    ['a value', 'Null', 'false', 'a', true],
    ['no value', 'Null', 'false', undefined, false],
    ['all of the values', 'ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['one of the values', 'ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], false],
    ['no value', 'ForAllValues:StringEquals', 'a', undefined, true],
    ['one of the values', 'ForAnyValue:StringEquals', 'a', ['b', 'a'], true],
    ['no value', 'ForAnyValue:StringEquals', 'a', undefined, false],
  ])('evaluates a condition with %s: %s %j for the value %j is %s', (_what, operator, patterns, value, expected) => {
    const context: Record<string, string | string[]> = value === undefined ? {} : { 'AWS:key': value };
    expect(isAllowed([allow({ Condition: { [operator]: { 'aws:Key': patterns } } })], { ...get, context })).toBe(
      expected,
    );
  });

  it.each<[string, Statement]>([
    ['operator', allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
    ['operator for several values', allow({ Condition: { 'ForSomeValues:StringEquals': { k: 'a' } } })],
    ['reference', allow({ Resource: reference('aws_iam_role.app.arn') })],
    ['element', { ...allow(), ...{ Actions: 'iam:*' } }],
    ['effect', allow({ Effect: 'Permit' })],
  ])('throws an error for an unsupported %s in a statement', (_what, statement) => {
    expect(() => isAllowed([statement], get)).toThrow('The evaluator');
  });
});
