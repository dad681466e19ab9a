import { loadMigrateSettings } from '../../../app/settings/migrate-settings';
import { loadServerSettings } from '../../../app/settings/server-settings';
import type { ProcessEnvironment } from '../../../app/settings/variables';

const minimum = { AWS_REGION: 'eu-central-1', DYNAMO_TABLE: 'EightDigit' };

function errorLines(
  environment: ProcessEnvironment,
  load: (environment: ProcessEnvironment) => unknown = loadServerSettings,
): string[] {
  try {
    load(environment);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

describe('Settings', () => {
  test('require only a region and a table', () => {
    expect(loadServerSettings(minimum)).toEqual({
      port: 5000,
      region: 'eu-central-1',
      table: 'EightDigit',
      allowedOrigins: [],
      postsPerMinute: 30,
      trustedProxies: 0,
      behindTls: false,
      drainSeconds: 5,
      version: 'development',
      logLevel: 'info',
    });
  });

  test('contain the value of every variable', () => {
    const settings = loadServerSettings({
      ...minimum,
      PORT: '0',
      LISTEN_HOST: '127.0.0.1',
      ALLOWED_ORIGINS: 'https://a.example, http://b.example:8080,',
      POSTS_PER_MINUTE: '1',
      TRUSTED_PROXIES: '1',
      BEHIND_TLS: 'true',
      DRAIN_SECONDS: '0',
      METRICS_NAMESPACE: 'eight-digit/dev',
      APP_VERSION: '1.2.3-rc.1+abc',
      LOG_LEVEL: 'silent',
    });
    expect(settings).toMatchObject({
      port: 0,
      listenHost: '127.0.0.1',
      allowedOrigins: ['https://a.example', 'http://b.example:8080'],
      postsPerMinute: 1,
      trustedProxies: 1,
      behindTls: true,
      drainSeconds: 0,
      metricsNamespace: 'eight-digit/dev',
      version: '1.2.3-rc.1+abc',
      logLevel: 'silent',
    });
  });

  test('treat an empty variable as unset', () => {
    expect(loadServerSettings({ ...minimum, PORT: '', ALLOWED_ORIGINS: '', APP_VERSION: '' })).toEqual(
      loadServerSettings(minimum),
    );
    expect(errorLines({ ...minimum, DYNAMO_TABLE: '' })).toEqual([
      expect.stringMatching(/^- DYNAMO_TABLE is not set\. Set it to /),
    ]);
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '5e3'],
    ['PORT', '0x50'],
    ['PORT', ' 80'],
    ['LISTEN_HOST', 'localhost'],
    ['LISTEN_HOST', '127.0.0'],
    ['AWS_REGION', 'Frankfurt'],
    ['DYNAMO_TABLE', 'no spaces'],
    ['DYNAMO_TABLE', 'ab'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'null'],
    ['ALLOWED_ORIGINS', 'a.example'],
    ['ALLOWED_ORIGINS', 'https://a.example/'],
    ['ALLOWED_ORIGINS', 'https://a.example/path'],
    ['ALLOWED_ORIGINS', 'https://a.example:443'],
    ['ALLOWED_ORIGINS', 'https://A.example'],
    ['ALLOWED_ORIGINS', 'https://user@a.example'],
    ['ALLOWED_ORIGINS', 'ftp://a.example'],
    ['ALLOWED_ORIGINS', 'https://a.example https://b.example'],
    ['ALLOWED_ORIGINS', 'https://a.example,nonsense'],
    ['POSTS_PER_MINUTE', '0'],
    ['TRUSTED_PROXIES', '3'],
    ['BEHIND_TLS', 'yes'],
    ['DRAIN_SECONDS', '21'],
    ['METRICS_NAMESPACE', 'AWS/ECS'],
    ['METRICS_NAMESPACE', ':app'],
    ['METRICS_NAMESPACE', ' '],
    ['METRICS_NAMESPACE', 'app*'],
    ['METRICS_NAMESPACE', 'a'.repeat(256)],
    ['APP_VERSION', 'a b'],
    ['LOG_LEVEL', 'loud'],
  ])('reject %s=%s with an error that names the value and what is allowed', (name, value) => {
    expect(errorLines({ ...minimum, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^- ${name} is .+\\. Set it to .+\\.$`)),
    ]);
    expect(errorLines({ ...minimum, [name]: value })[0]).toContain(JSON.stringify(value));
  });

  test('report all invalid variables at once', () => {
    const names = errorLines({ PORT: 'x', BEHIND_TLS: '1' }).map((line) => line.split(' ')[1]);
    expect(names.sort()).toEqual(['AWS_REGION', 'BEHIND_TLS', 'DYNAMO_TABLE', 'PORT']);
  });

  describe('of profiles', () => {
    const all = {
      ...minimum,
      DATABASE_HOST: 'database.abc.eu-central-1.rds.amazonaws.com',
      DATABASE_PORT: '5432',
      DATABASE_NAME: 'app',
      DATABASE_USER: 'app',
      UPLOADS_BUCKET: 'eight-digit-prod-uploads',
      UPLOADS_TABLE: 'eight-digit-prod-uploads',
    };
    const local = { ...all, DATABASE_HOST: '127.0.0.1', DATABASE_PASSWORD: 'secret word' };
    const master = { DATABASE_MASTER_USER: 'postgres', DATABASE_MASTER_PASSWORD: 'master word' };

    test('are undefined if none of their variables is set', () => {
      expect(loadServerSettings(minimum).profiles).toBeUndefined();
    });

    test('use TLS and a user without a password by default', () => {
      expect(loadServerSettings(all).profiles).toEqual({
        database: { host: all.DATABASE_HOST, port: 5432, name: 'app', tls: true, user: 'app' },
        uploadsBucket: all.UPLOADS_BUCKET,
        uploadsTable: all.UPLOADS_TABLE,
      });
    });

    test('may contain a password and omit TLS on a loopback address', () => {
      expect(loadServerSettings({ ...local, DATABASE_TLS: 'off' }).profiles?.database).toEqual({
        host: '127.0.0.1',
        port: 5432,
        name: 'app',
        tls: false,
        user: 'app',
        password: 'secret word',
      });
    });

    test('require a password on a loopback address without TLS, because an IAM token requires TLS', () => {
      const { DATABASE_PASSWORD: _, ...withoutPassword } = local;
      expect(errorLines({ ...withoutPassword, DATABASE_TLS: 'off' })).toEqual([
        expect.stringMatching('^- DATABASE_PASSWORD is not set'),
      ]);
      expect(loadServerSettings(withoutPassword).profiles?.database).not.toHaveProperty('password');
    });

    test.each(Object.keys(all).slice(2))('require %s if the other variables of profiles are set', (name) => {
      expect(errorLines({ ...all, [name]: '' })).toEqual([expect.stringMatching(`^- ${name} is not set`)]);
    });

    test('require all variables of profiles if one of them is set', () => {
      const names = errorLines({ ...minimum, UPLOADS_TABLE: 'uploads' }).map((line) => line.split(' ')[1]);
      const others = Object.keys(all)
        .slice(2)
        .filter((name) => name !== 'UPLOADS_TABLE');
      expect(names.sort()).toEqual(others.sort());
    });

    test.each([
      ['DATABASE_HOST', 'postgres://host'],
      ['DATABASE_PORT', '0'],
      ['DATABASE_NAME', 'App; drop'],
      ['DATABASE_TLS', 'off'],
      ['DATABASE_USER', 'app user'],
      ['DATABASE_PASSWORD', 'hush'],
      ['UPLOADS_BUCKET', 'Uploads'],
      ['UPLOADS_TABLE', 'no spaces'],
    ])('reject %s=%s with an error that names the variable and what is allowed', (name, value) => {
      expect(errorLines({ ...all, [name]: value })).toEqual([
        expect.stringMatching(`^- ${name} is .+\\. Set it to .+\\.$`),
      ]);
    });

    test('contain the master user when the migration loads them', () => {
      expect(loadMigrateSettings({ ...all, ...master })).toEqual({
        ...loadServerSettings(all),
        master: { user: 'postgres', password: 'master word' },
      });
    });

    test.each([
      ['DATABASE_HOST', { DATABASE_HOST: '' }],
      ['DATABASE_MASTER_USER', { DATABASE_MASTER_USER: '' }],
      ['DATABASE_MASTER_USER', { DATABASE_MASTER_USER: 'app' }],
      ['DATABASE_MASTER_PASSWORD', { DATABASE_MASTER_PASSWORD: '' }],
    ])('are rejected by the migration if %s is invalid: %j', (name, change) => {
      expect(errorLines({ ...all, ...master, ...change }, loadMigrateSettings)).toEqual([
        expect.stringMatching(`^- ${name} is .+\\. Set it to .+\\.$`),
      ]);
    });

    test('do not contain the master user when the app loads them', () => {
      expect(JSON.stringify(loadServerSettings({ ...all, ...master }))).not.toMatch(/postgres|master/);
    });

    test('show no password in an error message', () => {
      const wrong = { ...local, DATABASE_HOST: 'far', ...master, DATABASE_MASTER_USER: 'app' };
      expect(errorLines(wrong).join()).not.toContain('secret word');
      expect(errorLines(wrong, loadMigrateSettings).join()).not.toMatch(/secret word|master word/);
    });
  });
});
