import { appErrors } from '../../../support/stacks/settings-errors';

const variable = (value: string) => appErrors({ environment: { NAME: value } });
const named = (name: string) => appErrors({ environment: { [name]: 'x' } });

describe('Environment variable name', () => {
  it.each(['FEATURE_X', 'feature', '_A', 'SORT', 'HOST', 'TABLE', 'X'.repeat(128)])('may be %s', (name) => {
    expect(named(name)).toEqual([]);
  });

  it.each([
    ['FEATURE-X', 'Use letters, digits and "_" in the name. It must not start with a digit.'],
    ['2ND', 'Use letters, digits'],
    ['', 'Use letters, digits'],
    ['X'.repeat(129), 'The name has 129 characters; use at most 128.'],
    [
      'PORT',
      'This is a setting of the app itself. Its value comes from the stacks, the image or a default, so remove the variable.',
    ],
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
      'Names that begin with AWS_ or ECS_ belong to the AWS SDK and to ECS. Choose another name.',
    ],
  ])('must not be %j', (name, remedy) => {
    const field = /^\w+$/.test(name) ? `.${name}` : `["${name}"]`;
    expect(named(name)).toEqual([expect.stringContaining(`app.environment${field} cannot be used. ${remedy}`)]);
  });

  it("must not differ from another variable's name only in case", () => {
    expect(appErrors({ environment: { FEATURE: 'a', Feature: 'b' } })).toEqual([
      'app.environment.Feature cannot be used. app.environment.FEATURE already has this name. Remove one of them.',
    ]);
  });

  it('must not be the name of a secret', () => {
    expect(appErrors({ environment: { KEY: 'a' }, secrets: { KEY: { parameter: '/key' } } })).toEqual([
      'app.secrets.KEY cannot be used. app.environment.KEY already has this name. Remove one of them.',
    ]);
  });
});

describe('Environment variable value', () => {
  it.each([
    'on',
    'https://a.example:8080/x@y',
    '3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    '-----BEGIN CERTIFICATE-----',
    'sk-eu-central-1-staging-bucket-for-reports',
    'disk-Aa1-0123456789012345678',
    'eyJ',
  ])('may be %s', (value) => {
    expect(variable(value)).toEqual([]);
  });

  // The fake secrets are put together at run time, so that no secret scanner reports this file.
  it.each([
    ['an AWS access key', 'AKIA…', `AKIA${'A1B2'.repeat(4)}`],
    ['an AWS access key', 'id=ASIA…;', `id=ASIA${'A1B2'.repeat(4)};`],
    ['an AWS secret key', '40 characters', 'aB3/'.repeat(10)],
    ['a GitHub token', 'ghp_…', `ghp_${'aB3d'.repeat(9)}`],
    ['a GitHub token', 'github_pat_…', `github_pat_${'aB3d'.repeat(9)}`],
    ['a private key', 'the first two lines', `-----BEGIN RSA ${'PRIVATE'} KEY-----\nabc`],
    ['a private key', 'only the first line', `-----BEGIN ${'PRIVATE'} KEY-----`],
    ['a Slack token', 'xoxb-…', `xoxb-${'1234'.repeat(4)}`],
    ['a Stripe key', 'sk_live_…', `sk_live_${'1234'.repeat(4)}`],
    ['an API key that begins with sk-', 'sk-proj-…', `sk-proj-${'aB3d'.repeat(9)}`],
    ['an API key that begins with sk-', 'sk-…', `sk-${'aB3d'.repeat(9)}`],
    ['a Google API key', 'AIza…', `AIza${'aB3d-'.repeat(7)}`],
    ['a JSON Web Token', 'eyJ…', [`eyJ${'aB3d'.repeat(4)}`, `eyJ${'aB3d'.repeat(4)}`, 'aB3d'.repeat(6)].join('.')],
    ['a URL with a password', 'postgres://…', 'postgres://me:word@db.example/app'],
  ])('must not look like %s: %s', (kind, _start, value) => {
    const [line = '', ...others] = variable(value);
    expect(others).toEqual([]);
    expect(line).toContain(
      `app.environment.NAME is "${value.slice(0, 4)}…". This value looks like ${kind}. Code must not`,
    );
    expect(line).not.toContain(value.slice(0, 8));
  });

  it.each([
    'DB_PASSWORD',
    'dbPassword',
    'CLIENT_SECRET',
    'TOKEN',
    'MY_API_KEY',
    'apiKey',
    'PRIVATE_KEY',
    'GCP_CREDENTIALS',
  ])('must not be plain text if the name suggests a secret: %s', (name) => {
    expect(appErrors({ environment: { [name]: 'hunter2' } })).toEqual([
      `app.environment.${name} is "…". The variable's name suggests that its value is a secret. Code must not contain secrets, and everybody who can read the task definition could read the secret. Use app.secrets. If the secret was committed, revoke it. If the value is not a secret, choose another name.`,
    ]);
  });

  it.each([
    ['REQUIRE_PASSWORD', 'true'],
    ['MAX_TOKEN', '4096'],
    ['DB_PASSWORD_FILE', '/run/password'],
    ['TOKEN_URL', 'https://login.example/token'],
    ['STRIPE_PUBLISHABLE_API_KEY', 'pk_live_1'],
    ['SECRETARY', 'Ann'],
    ['MONKEY', 'yes please'],
  ])('may be plain text if the name only resembles that of a secret: %s=%s', (name, value) => {
    expect(appErrors({ environment: { [name]: value } })).toEqual([]);
  });

  it('must not be empty', () => {
    expect(variable('')).toEqual([
      'app.environment.NAME is "". ECS drops empty variables. Give the variable a value, or remove the variable.',
    ]);
  });

  it('may be as long as ECS allows for all names and values together, but not longer', () => {
    expect(variable('x'.repeat(32 * 1024 - 4))).toEqual([]);
    expect(variable('x'.repeat(32 * 1024 - 3))).toEqual([
      expect.stringContaining('app.environment is 32769. The names'),
    ]);
  });
});
