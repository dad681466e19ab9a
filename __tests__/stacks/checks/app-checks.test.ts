import type { AppSettings } from '../../../stacks/environment';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { fixtureWith } from '../../support/stacks/fixture-environment';

/** The lines of the error message about these settings; none if they are valid. */
function problems(app: AppSettings): string[] {
  return environmentErrorMessage([fixtureWith({ app })])
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

const variable = (value: string) => problems({ environment: { NAME: value } });
const named = (name: string) => problems({ environment: { [name]: 'x' } });

describe('Name of a variable', () => {
  it.each(['FEATURE_X', 'feature', '_A', 'SORT', 'HOST', 'TABLE', 'X'.repeat(128)])('may be %s', (name) => {
    expect(named(name)).toEqual([]);
  });

  it.each([
    ['FEATURE-X', 'Use letters, digits and "_" in the name, not starting with a digit.'],
    ['2ND', 'Use letters, digits'],
    ['', 'Use letters, digits'],
    ['X'.repeat(129), 'The name has 129 characters; use at most 128.'],
    ['PORT', 'This is a setting of the app itself. The stacks, the image or the default set it; remove it.'],
    ['POSTS_PER_MINUTE', 'This is a setting of the app itself. Set it with app.postsPerMinute.'],
    ['AWS_REGION', 'This is a setting of the app itself. Set it with region.'],
    ['APP_VERSION', 'This is a setting of the app itself.'],
    ['DATABASE_MASTER_PASSWORD', 'This is a setting of the app itself.'],
    [
      'POST_PER_MINUTE',
      "The app's own setting POSTS_PER_MINUTE has almost this name. Set it with app.postsPerMinute, or",
    ],
    ['LogLevel', "The app's own setting LOG_LEVEL has almost this name."],
    [
      'AWS_SECRET_ACCESS_KEY',
      'Names that begin with AWS_ and ECS_ belong to the AWS SDK and to ECS. Choose another name.',
    ],
  ])('may not be %j', (name, remedy) => {
    expect(named(name)).toEqual([expect.stringContaining(`app is "app.environment.${name}". ${remedy}`)]);
  });

  it('may not differ from another only in case', () => {
    expect(problems({ environment: { FEATURE: 'a', Feature: 'b' } })).toEqual([
      'app is "app.environment.Feature". app.environment.FEATURE already has this name. Remove one of them.',
    ]);
  });
});

describe('Value of a variable', () => {
  it.each([
    'on',
    'https://a.example:8080/x@y',
    '3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    '-----BEGIN CERTIFICATE-----',
    'x'.repeat(32 * 1024 - 4),
  ])('may be %.60s', (value) => {
    expect(variable(value)).toEqual([]);
  });

  // Assembled, so that no scanner finds a secret in this file.
  it.each([
    ['an AWS access key', `AKIA${'A1B2'.repeat(4)}`],
    ['an AWS access key', `id=ASIA${'A1B2'.repeat(4)};`],
    ['an AWS secret key', 'aB3/'.repeat(10)],
    ['a GitHub token', `ghp_${'aB3d'.repeat(9)}`],
    ['a GitHub token', `github_pat_${'aB3d'.repeat(9)}`],
    ['a private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----\nabc`],
    ['a private key', `-----BEGIN ${'PRIVATE'} KEY-----`],
    ['a Slack token', `xoxb-${'1234'.repeat(4)}`],
    ['a Stripe key', `sk_live_${'1234'.repeat(4)}`],
    ['a URL with a password', 'postgres://me:word@db.example/app'],
  ])('may not look like %s: %.8s', (kind, value) => {
    const [line = '', ...others] = variable(value);
    expect(others).toEqual([]);
    expect(line).toContain(`app.environment.NAME is "${value.slice(0, 4)}…". It looks like ${kind}, which must not be`);
    expect(line).not.toContain(value.slice(0, 8));
  });

  it('may not be empty', () => {
    expect(variable('')).toEqual([
      'app.environment.NAME is "". ECS drops empty variables. Give it a value, or remove it.',
    ]);
  });

  it('may not make the task definition too large', () => {
    expect(variable('x'.repeat(32 * 1024 - 3))).toEqual([expect.stringContaining('app.environment is 32769. Names')]);
  });
});
