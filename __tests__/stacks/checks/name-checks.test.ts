import { type Changes, fixture } from '../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError } from '../../support/stacks/settings-errors';

describe('Name, region and account', () => {
  it.each<[string, Changes]>([
    ['a project that contains reserved words after another word', { project: 'my-aws-ssm-sg' }],
    ['no table name', { table: {} }],
    ['an account that starts with zeros', { account: '000000000001' }],
    ['a long region', { region: 'us-gov-west-1' }],
    ['a sovereign region', { region: 'eusc-de-east-1' }],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    ['an upper-case project', { project: 'Digits' }, 'project is "Digits".', 'lower-case'],
    ['a double hyphen, which ECR rejects', { project: 'a--b' }, 'project is "a--b".', 'single hyphens'],
    ['a project that SSM rejects', { project: 'aws-demo' }, 'project is "aws-demo".', 'AWS reserves names'],
    ['a project that EC2 rejects', { project: 'sg' }, 'project is "sg".', 'AWS reserves names'],
    ['a project that S3 rejects', { project: 'sthree' }, 'project is "sthree".', 'AWS reserves names'],
    [
      'a project that S3 uses in examples',
      { project: 'amzn-s3-demo-shop' },
      'project is "amzn-s3-demo-shop".',
      'AWS reserves names',
    ],
    ['a hyphen in the name', { name: 'dev-app' }, 'name is "dev-app".', 'without hyphens'],
    ['a placeholder region', { region: 'your-region' }, 'region is "your-region".', 'eu-central-1'],
    ['a zone instead of a region', { region: 'eu-central-1a' }, 'region is "eu-central-1a".', 'eu-central-1'],
    [
      'an account with hyphens',
      { account: '1234-5678-9012' },
      'account is "1234-5678-9012".',
      '12-digit AWS account ID',
    ],
    [
      'an account with a digit too many',
      { account: '1234567890123' },
      'account is "1234567890123".',
      '12-digit AWS account ID',
    ],
    [
      'an account with a letter before the digits',
      { account: 'a123456789012' },
      'account is "a123456789012".',
      '12-digit AWS account ID',
    ],
    ['a table name with a space', { table: { name: 'Eight Digit' } }, 'table.name is "Eight Digit".', '3 to 255'],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );

  it('cause only one error if two environments have the same name', () => {
    expect(settingsError({}, {}).split('\n').slice(1)).toEqual([
      expect.stringContaining(
        'name is "dev". Another environment has this name: in the list of environments/index.ts, entry 1 and entry 2.',
      ),
    ]);
  });
});

describe("Check of two environments' projects", () => {
  const similar = { project: `${fixture.project}-dev`, name: 'prod', table: undefined };

  it.each([
    ['first', [{}, similar]],
    ['second', [similar, {}]],
  ])(
    'rejects a project whose resource names would have the same prefix as those of the %s environment',
    (_which, environments) => {
      expect(settingsError(...environments)).toMatch(
        /project is "eight-digit(-dev)?"\. .* roles of one environment could then change resources/,
      );
    },
  );

  it.each([
    [
      "a project name in which no hyphen follows the environment's name",
      { ...similar, project: `${fixture.project}-dev2` },
    ],
    ['a longer environment name in the same project', { name: 'dev2', table: undefined }],
    ['an environment in another account', { ...similar, account: '210987654321' }],
  ])('accepts %s', (_what, environment) => {
    expect(settingsError({ account: '123456789012' }, environment)).toBe('');
  });
});

describe("Check of two environments' tables", () => {
  it('rejects two environments with the same table in the same account and region', () => {
    expect(settingsError({}, { name: 'other' })).toContain(
      'table.name is "EightDigit". The environment dev uses the same table',
    );
  });

  it("rejects a table name that is the default name of another environment's table", () => {
    expect(settingsError({ table: {} }, { name: 'other', table: { name: 'eight-digit-dev-entries' } })).toContain(
      'table.name is "eight-digit-dev-entries". The environment dev uses the same table',
    );
  });

  it.each([
    ['the first is not set', undefined, '123456789012'],
    ['the second is not set', '123456789012', undefined],
    ['both are 123456789012', '123456789012', '123456789012'],
  ])('rejects the same table if the accounts may be the same: %s', (_which, account, other) => {
    expect(settingsError({ account }, { name: 'other', account: other })).toContain(
      'The environment dev uses the same table',
    );
  });

  it('accepts the same table name in two accounts', () => {
    expect(settingsError({ account: '123456789012' }, { name: 'other', account: '210987654321' })).toBe('');
  });

  it('accepts the same table name in two regions', () => {
    expect(settingsError({}, { name: 'other', region: 'eu-west-1' })).toBe('');
  });
});
