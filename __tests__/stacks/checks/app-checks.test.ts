import type { AppSettings } from '../../../stacks/settings/app-settings';
import type { SecretSource } from '../../../stacks/settings/secret-source';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { type Changes, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';

/** The lines of the error message about these settings; none if they are valid. */
function problems(app: AppSettings, changes: Changes = {}): string[] {
  return environmentErrorMessage([fixtureWith({ ...changes, app })])
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
  ])('must not be %j', (name, remedy) => {
    const field = /^\w+$/.test(name) ? `.${name}` : `["${name}"]`;
    expect(named(name)).toEqual([expect.stringContaining(`app.environment${field} cannot be used. ${remedy}`)]);
  });

  it('must not differ from another only in case', () => {
    expect(problems({ environment: { FEATURE: 'a', Feature: 'b' } })).toEqual([
      'app.environment.Feature cannot be used. app.environment.FEATURE already has this name. Remove one of them.',
    ]);
  });

  it('must not also be that of a secret', () => {
    expect(problems({ environment: { KEY: 'a' }, secrets: { KEY: { parameter: '/key' } } })).toEqual([
      'app.secrets.KEY cannot be used. app.environment.KEY already has this name. Remove one of them.',
    ]);
  });
});

describe('Value of a variable', () => {
  it.each([
    'on',
    'https://a.example:8080/x@y',
    '3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
    '-----BEGIN CERTIFICATE-----',
    'sk-eu-central-1-staging-bucket-for-reports',
    'disk-Aa1-0123456789012345678',
    'eyJ',
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
    ['an API key that begins with sk-', `sk-proj-${'aB3d'.repeat(9)}`],
    ['an API key that begins with sk-', `sk-${'aB3d'.repeat(9)}`],
    ['a Google API key', `AIza${'aB3d-'.repeat(7)}`],
    ['a JSON Web Token', [`eyJ${'aB3d'.repeat(4)}`, `eyJ${'aB3d'.repeat(4)}`, 'aB3d'.repeat(6)].join('.')],
    ['a URL with a password', 'postgres://me:word@db.example/app'],
  ])('must not look like %s: %.8s', (kind, value) => {
    const [line = '', ...others] = variable(value);
    expect(others).toEqual([]);
    expect(line).toContain(`app.environment.NAME is "${value.slice(0, 4)}…". It looks like ${kind}. Code must not`);
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
  ])('must not be text in %s, and is not printed', (name) => {
    expect(problems({ environment: { [name]: 'hunter2' } })).toEqual([
      `app.environment.${name} is "…". Its name says that it is a secret. Code must not contain secrets, and everybody who can read the task definition could read the secret. Use app.secrets. If the secret was committed, revoke it. If it is none, choose another name.`,
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
  ])('may be, in %s, %s', (name, value) => {
    expect(problems({ environment: { [name]: value } })).toEqual([]);
  });

  it('must not be empty', () => {
    expect(variable('')).toEqual([
      'app.environment.NAME is "". ECS drops empty variables. Give it a value, or remove it.',
    ]);
  });

  it('must not make the task definition too large', () => {
    expect(variable('x'.repeat(32 * 1024 - 3))).toEqual([expect.stringContaining('app.environment is 32769. Names')]);
  });
});

const secret = (source: object, changes: Changes = {}) =>
  problems({ secrets: { KEY: source as SecretSource } }, changes);
const arnIn = (region: string, account = '123456789012', end = 'AbCdEf') =>
  `arn:aws:secretsmanager:${region}:${account}:secret:app/key-${end}`;
const keyIn = (region: string) => `arn:aws:kms:${region}:123456789012:key/12345678-1234-1234-1234-123456789012`;

describe('Secret', () => {
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
    [{ parameter: `/${'a'.repeat(900)}` }, 'KEY.parameter is', 'Use a name'],
    [{ parameter: '/eight-digit/dev/deployed/key' }, 'KEY.parameter is', 'The roles for plans can read parameters'],
    [{ parameter: '/eight-digit/dev/removal-key' }, 'KEY.parameter is', 'The roles for plans can read parameters'],
    [
      { parameter: '/eight-digit/prod/database/password' },
      'KEY.parameter is',
      'The roles for plans can read parameters',
    ],
    [
      { parameter: '/eight-digit/preview-1/deployed/key' },
      'KEY.parameter is',
      'The roles for plans can read parameters',
    ],
    [{ secret: 'my token' }, 'KEY.secret is "my token".', 'Use the name of a secret in eu-central-1'],
    [{ secret: arnIn('eu-west-1') }, 'KEY.secret is "arn:', 'Use the name of a secret in eu-central-1'],
    [{ secret: arnIn('eu-central-1', '123456789012', 'x') }, 'KEY.secret is "arn:', 'or its complete ARN'],
    [{ secret: 'a', key: 'a:b' }, 'KEY.key is "a:b".', 'Use a key of the JSON object'],
    [{ secret: 'a', key: '' }, 'KEY.key is "".', 'Use a key of the JSON object'],
    [{ secret: 'a', kmsKey: keyIn('eu-west-1') }, 'KEY.kmsKey is "arn', 'Use the ARN of a KMS key in eu-central-1'],
    [{ parameter: '/a', kmsKey: 'alias/own' }, 'KEY.kmsKey is "alias/own".', 'An alias does not work'],
    [{ secret: 'a', kee: 'b' }, 'KEY.kee is "…".', 'Did you mean "key"?'],
  ])('must not be %.60j', (source, value, remedy) => {
    expect(secret(source)).toEqual([expect.stringContaining(`app.secrets.${value}`)]);
    expect(secret(source)[0]).toContain(remedy);
  });

  it.each([
    ['/eight-digit/prod/database/key', 1],
    ['/eight-digit/prod/uploads/key', 1],
    ['/eight-digit/prod/entries-key', 0],
  ])('%s, in an environment with profiles, has %i problem', (parameter, count) => {
    expect(secret({ parameter }, threeTiers)).toHaveLength(count);
  });

  it('must have the same key as the same secret in another variable', () => {
    const secrets = { A: { secret: 'a', key: 'one' }, B: { secret: 'a', kmsKey: keyIn('eu-central-1') } };
    expect(problems({ secrets })).toEqual([
      expect.stringContaining('app.secrets.A names the same secret with another'),
    ]);
  });

  it('must not be in another account', () => {
    const changes = { account: '210987654321' };
    expect(secret({ secret: arnIn('eu-central-1', changes.account) }, changes)).toEqual([]);
    expect(secret({ secret: arnIn('eu-central-1') }, changes)).toHaveLength(1);
  });

  // Assembled, so that no scanner finds a secret in this file.
  const token = `ghp_${'aB3d'.repeat(9)}`;

  it.each<[object]>([
    [{ parameter: token }],
    [{ secret: token }],
    [{ secret: 'a', key: token }],
    [{ parameter: '/a', secret: token }],
  ])('must not contain a token in place of a name; only its start is printed: %.20j', (source) => {
    const [line = '', ...others] = secret(source);
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^app\.secrets\.KEY\.\w+ is "ghp_…"\. It looks like a GitHub token\. Name the place that stores/,
    );
  });

  it.each<[object]>([[{ value: token }], [{ value: 'hunter2' }]])(
    'is not printed from an unknown field: %.20j',
    (source) => {
      expect(secret(source)).toEqual([
        expect.stringMatching(/^app\.secrets\.KEY\.value is "…"\. Name the place that stores the value/),
      ]);
    },
  );

  it('does not appear in the message if it is the value itself', () => {
    expect(problems({ secrets: { KEY: 'hunter2' as unknown as SecretSource } })).toEqual([
      `app.secrets.KEY is "…". Name the place that stores the value, { parameter: '/name' } or { secret: 'name', key: 'key' }. The value itself must not be in the code.`,
    ]);
  });
});

describe('Permission', () => {
  const permission = (action: string, resource: string) =>
    problems({ permissions: [{ actions: [action], resources: [resource] }] });

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::reports/*'],
    ['cloudwatch:PutMetricData', '*'],
  ])('may be %s on %s', (action, resource) => {
    expect(permission(action, resource)).toEqual([]);
  });

  it.each([
    ['s3:*', 'arn:aws:s3:::a', 'actions.0 is "s3:*". Use one action without a wildcard'],
    ['GetObject', 'arn:aws:s3:::a', 'actions.0 is "GetObject". Use one action'],
    [
      'iam:PassRole',
      'arn:aws:iam::123456789012:role/a',
      'actions.0 is "iam:PassRole". The app is not allowed to change',
    ],
    ['s3:GetObject', 'reports', 'resources.0 is "reports". Use an ARN'],
    ['s3:GetObject', 'arn:aws:s3:::$' + '{x}', 'resources.0 is "arn:aws:s3:::$' + '{x}". Use an ARN'],
  ])('must not be %s on %s', (action, resource, message) => {
    expect(permission(action, resource)).toEqual([expect.stringContaining(`app.permissions.0.${message}`)]);
  });

  it('must not be empty', () => {
    expect(problems({ permissions: [{ actions: [], resources: [] }] })).toHaveLength(2);
  });
});

describe('Container of the user', () => {
  const container = {};

  it.each(['LOG_LEVEL', 'APP_VERSION', 'DATABASE_HOST', 'UPLOADS_BUCKET', 'PORTS'])(
    'may have the variable %s, which the shipped app uses otherwise',
    (name) => {
      expect(problems({ container, environment: { [name]: 'x' } })).toEqual([]);
    },
  );

  it.each(['PORT', 'Dynamo_Table', 'LISTEN_HOST'])('must not set the variable %s, which it already has', (name) => {
    expect(problems({ container, environment: { [name]: 'x' } })).toEqual([
      expect.stringContaining(`The container already has the variable ${name.toUpperCase()}`),
    ]);
  });

  it('must not set a variable of profiles with profiles', () => {
    expect(problems({ container, environment: { DATABASE_HOST: 'x' } }, threeTiers)).toHaveLength(1);
  });

  it.each(['/', '/healthz', '/status/live', '/a..b/.well-known/%2F', `/${'x'.repeat(1023)}`])(
    'may have the health path %.20s',
    (healthPath) => {
      expect(problems({ container: { healthPath } })).toEqual([]);
    },
  );

  it.each(['', 'healthz', '/a b', '/health?full', '/a#b', '//b', '/a/../b', '/.', '/%zz', `/${'x'.repeat(1024)}`])(
    'must not have the health path %.20j',
    (healthPath) => {
      expect(problems({ container: { healthPath } })).toEqual([
        expect.stringMatching(
          /^app\.container\.healthPath is .* Use a path of at most \d+ characters that begins with one "\/"/,
        ),
      ]);
    },
  );

  it.each(['command', 'healthCheck', 'localCommand'])('must not have the %s []', (field) => {
    expect(problems({ container: { [field]: [] } })).toEqual([
      expect.stringContaining(`app.container.${field} is []. Use a list of a program and its arguments`),
    ]);
  });

  it.each(['command', 'healthCheck', 'localCommand'])(
    'must not have a secret in the %s; only its start is printed',
    (field) => {
      const words = ['./server', `--token=ghp_${'aB3d'.repeat(9)}`];
      expect(problems({ container: { [field]: words } })).toEqual([
        expect.stringMatching(/^app\.container\.\w+\.1 is "--to…"\. It looks like a GitHub token\. .* app\.secrets\./),
      ]);
    },
  );

  it('must not have a health check that begins with an ECS keyword', () => {
    expect(problems({ container: { healthCheck: ['CMD-SHELL', 'true'] } })).toEqual([
      expect.stringContaining('Write only the program and its arguments'),
    ]);
  });
});

describe('App with a malformed section', () => {
  it('has its variables checked if a secret is malformed', () => {
    const app = { environment: { PORT: '1' }, secrets: { A: { value: 'hunter2' } } };
    expect(problems(app as unknown as AppSettings).map((line) => line.split(' ')[0])).toEqual([
      'app.secrets.A.value',
      'app.environment.PORT',
    ]);
  });

  it('has its other sections checked, without errors that follow from the malformed one', () => {
    const app = {
      enviroment: { A: '1' },
      environment: undefined,
      secrets: 5,
      postsPerMinute: 0,
      container: { port: 0 },
    };
    expect(problems(app as unknown as AppSettings).map((line) => line.split(' ')[0])).toEqual([
      'app.secrets',
      'app.enviroment',
      'app.postsPerMinute',
      'app.container.port',
    ]);
  });
});
