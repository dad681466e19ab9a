import { threeTiers } from '../../../support/stacks/fixture-environment';
import { appErrors } from '../../../support/stacks/settings-errors';

describe("The user's container", () => {
  const container = {};

  it.each(['LOG_LEVEL', 'APP_VERSION', 'DATABASE_HOST', 'UPLOADS_BUCKET', 'PORTS'])(
    'may set the variable %s, which the stack does not set',
    (name) => {
      expect(appErrors({ container, environment: { [name]: 'x' } })).toEqual([]);
    },
  );

  it.each(['PORT', 'Dynamo_Table', 'LISTEN_HOST'])('must not set the variable %s, which the stack sets', (name) => {
    expect(appErrors({ container, environment: { [name]: 'x' } })).toEqual([
      expect.stringContaining(`The container already has the variable ${name.toUpperCase()}`),
    ]);
  });

  it('must not set DATABASE_HOST in an environment with profiles', () => {
    expect(appErrors({ container, environment: { DATABASE_HOST: 'x' } }, threeTiers)).toHaveLength(1);
  });

  it.each(['/', '/healthz', '/status/live', '/a..b/.well-known/%2F'])('may have the health path %s', (healthPath) => {
    expect(appErrors({ container: { healthPath } })).toEqual([]);
  });

  const invalidHealthPath =
    /^app\.container\.healthPath is .* Use a path of at most \d+ characters that begins with one "\/"/;

  it.each(['', 'healthz', '/a b', '/health?full', '/a#b', '//b', '/a/../b', '/.', '/%zz'])(
    'must not have the health path %j',
    (healthPath) => {
      expect(appErrors({ container: { healthPath } })).toEqual([expect.stringMatching(invalidHealthPath)]);
    },
  );

  it('may have a health path of 1024 characters, but not of 1025', () => {
    const errors = (length: number) => appErrors({ container: { healthPath: '/'.padEnd(length, 'x') } });
    expect([errors(1024), errors(1025)]).toEqual([[], [expect.stringMatching(invalidHealthPath)]]);
  });

  it.each(['command', 'healthCheck', 'localCommand'])('must not have an empty list as %s', (field) => {
    expect(appErrors({ container: { [field]: [] } })).toEqual([
      expect.stringContaining(`app.container.${field} is []. Use a list of a program and its arguments`),
    ]);
  });

  it.each(['command', 'healthCheck', 'localCommand'])(
    'must not have a secret in the %s; the message shows only the start of the value',
    (field) => {
      const words = ['./server', `--token=ghp_${'aB3d'.repeat(9)}`];
      expect(appErrors({ container: { [field]: words } })).toEqual([
        expect.stringMatching(
          /^app\.container\.\w+\.1 is "--to…"\. This value looks like a GitHub token\. .* app\.secrets\./,
        ),
      ]);
    },
  );

  it('must not have a health check that begins with an ECS keyword', () => {
    expect(appErrors({ container: { healthCheck: ['CMD-SHELL', 'true'] } })).toEqual([
      expect.stringContaining('Write only the program and its arguments'),
    ]);
  });
});
