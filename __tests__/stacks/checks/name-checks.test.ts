import type { Changes } from '../../support/stacks/fixture-environment';
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
});
