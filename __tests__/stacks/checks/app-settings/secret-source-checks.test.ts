import type { SecretSource } from '../../../../stacks/settings/secret-source';
import { type Changes, threeTiers } from '../../../support/stacks/fixture-environment';
import { appErrors } from '../../../support/stacks/settings-errors';

const secret = (source: object, changes: Changes = {}) =>
  appErrors({ secrets: { KEY: source as SecretSource } }, changes);
const arnIn = (region: string, account = '123456789012', end = 'AbCdEf') =>
  `arn:aws:secretsmanager:${region}:${account}:secret:app/key-${end}`;
const keyIn = (region: string) => `arn:aws:kms:${region}:123456789012:key/12345678-1234-1234-1234-123456789012`;

describe('Secret setting', () => {
  it.each<[SecretSource]>([
    [{ parameter: '/eight-digit/dev/api-key' }],
    [{ parameter: `/${'a/'.repeat(14)}b` }],
    [{ parameter: '/another/prod/database/password' }],
    [{ secret: 'app/token' }],
    [{ secret: 'app/token', key: 'client.id' }],
    [{ secret: arnIn('eu-central-1') }],
    [{ secret: 'app/token', kmsKey: keyIn('eu-central-1') }],
    [{ parameter: '/a', kmsKey: 'arn:aws:kms:eu-central-1:210987654321:key/mrk-12345678123412341234123456789012' }],
  ])('may be %j', (source) => {
    expect(secret(source)).toEqual([]);
  });

  const oneOfBoth = "Name either a parameter, { parameter: '/name' }, or a secret, { secret: 'name', key: 'key' }.";

  it.each<[object, string, string]>([
    [{}, 'KEY is {}.', oneOfBoth],
    [{ parameter: '/a', secret: 'b' }, 'KEY is {"parameter":"/a","secret":"b"}.', oneOfBoth],
    [{ parameter: '/a', key: 'b' }, 'KEY is {"parameter":"/a","key":"b"}.', oneOfBoth],
    [{ parameter: 'api-key' }, 'KEY.parameter is "api-key".', 'for example /eight-digit/dev/api-key.'],
    [{ parameter: '/aws/service/x' }, 'KEY.parameter is "/aws/service/x".', 'does not begin with /aws or /ssm'],
    [{ parameter: `/${'a/'.repeat(15)}b` }, 'KEY.parameter is', 'up to 15 parts'],
    [{ parameter: '/eight-digit/dev/deployed/key' }, 'KEY.parameter is', 'The plan role could read'],
    [{ parameter: '/eight-digit/dev/removal-key' }, 'KEY.parameter is', 'The plan role could read'],
    [{ parameter: '/eight-digit/prod/database/password' }, 'KEY.parameter is', 'The plan role could read'],
    [{ parameter: '/eight-digit/preview-1/deployed/key' }, 'KEY.parameter is', 'The plan role could read'],
    [{ secret: 'my token' }, 'KEY.secret is "my token".', 'Use the name of a secret in eu-central-1'],
    [{ secret: arnIn('eu-west-1') }, 'KEY.secret is "arn:', 'Use the name of a secret in eu-central-1'],
    [{ secret: arnIn('eu-central-1', '123456789012', 'x') }, 'KEY.secret is "arn:', 'or its complete ARN'],
    [{ secret: 'a', key: 'a:b' }, 'KEY.key is "a:b".', 'Use a key of the JSON object'],
    [{ secret: 'a', key: '' }, 'KEY.key is "".', 'Use a key of the JSON object'],
    [{ secret: 'a', kmsKey: keyIn('eu-west-1') }, 'KEY.kmsKey is "arn', 'Use the ARN of a KMS key in eu-central-1'],
    [{ parameter: '/a', kmsKey: 'alias/own' }, 'KEY.kmsKey is "alias/own".', 'An alias does not work'],
    [{ secret: 'a', kee: 'b' }, 'KEY.kee is "…".', 'Did you mean "key"?'],
  ])('must not be %j', (source, value, remedy) => {
    expect(secret(source)).toEqual([expect.stringContaining(`app.secrets.${value}`)]);
    expect(secret(source)[0]).toContain(remedy);
  });

  it('must not name a parameter with 901 characters', () => {
    expect(secret({ parameter: `/${'a'.repeat(900)}` })).toEqual([
      expect.stringMatching(/^app\.secrets\.KEY\.parameter is .*Use a name/),
    ]);
  });

  it.each(['/eight-digit/prod/database/key', '/eight-digit/prod/uploads/key'])(
    'must not name the parameter %s, because plan roles can read it in an environment with profiles',
    (parameter) => {
      expect(secret({ parameter }, threeTiers)).toHaveLength(1);
    },
  );

  it('may name the parameter /eight-digit/prod/entries-key, which plan roles cannot read', () => {
    expect(secret({ parameter: '/eight-digit/prod/entries-key' }, threeTiers)).toEqual([]);
  });

  it('must name the same KMS key in every variable that uses the same secret', () => {
    const secrets = { A: { secret: 'a', key: 'one' }, B: { secret: 'a', kmsKey: keyIn('eu-central-1') } };
    expect(appErrors({ secrets })).toEqual([
      expect.stringContaining('app.secrets.A names the same secret with a different kmsKey, or without one.'),
    ]);
  });

  it('must not name a secret in a different account from the environment', () => {
    const changes = { account: '210987654321' };
    expect(secret({ secret: arnIn('eu-central-1', changes.account) }, changes)).toEqual([]);
    expect(secret({ secret: arnIn('eu-central-1') }, changes)).toHaveLength(1);
  });

  // The fake secret is put together at run time, so that no secret scanner reports this file.
  const token = `ghp_${'aB3d'.repeat(9)}`;

  it.each<[string, object]>([
    ['the parameter', { parameter: token }],
    ['the secret', { secret: token }],
    ['the key', { secret: 'a', key: token }],
    ['the secret beside a parameter', { parameter: '/a', secret: token }],
  ])('must not contain a token as %s; the message shows only the start of the token', (_field, source) => {
    const [line = '', ...others] = secret(source);
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^app\.secrets\.KEY\.\w+ is "ghp_…"\. This value looks like a GitHub token\. Name the place that stores/,
    );
  });

  it.each([
    ['a token', token],
    ['a password', 'hunter2'],
  ])('must not contain %s in an unknown field; the message omits the value', (_what, value) => {
    expect(secret({ value })).toEqual([
      expect.stringMatching(/^app\.secrets\.KEY\.value is "…"\. Name the place that stores the value/),
    ]);
  });

  it('must not be a string; the message omits the string, because it may be the secret', () => {
    expect(appErrors({ secrets: { KEY: 'hunter2' as unknown as SecretSource } })).toEqual([
      `app.secrets.KEY is "…". Name the place that stores the value, { parameter: '/name' } or { secret: 'name', key: 'key' }. The value itself must not be in the code.`,
    ]);
  });
});
