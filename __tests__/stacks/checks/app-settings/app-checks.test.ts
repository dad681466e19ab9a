import type { AppSettings } from '../../../../stacks/settings/app-settings';
import type { Changes } from '../../../support/stacks/fixture-environment';
import {
  appErrors,
  expectRejection,
  type RejectedSetting,
  settingsError,
} from '../../../support/stacks/settings-errors';

describe('App settings', () => {
  it.each<[string, Changes]>([
    ['an origin that is an IPv6 address', { app: { allowedOrigins: ['http://[::1]:3000'] } }],
    ['origins with a port', { app: { allowedOrigins: ['http://localhost:3000', 'https://www.example.com'] } }],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    ['an origin with a path', { app: { allowedOrigins: ['https://a.example/'] } }, 'is "https://a.example/".', 'host'],
    ['two origins in one string', { app: { allowedOrigins: ['https://a,b'] } }, 'is "https://a,b".', 'www.example.com'],
    [
      'a template expression in an origin',
      { app: { allowedOrigins: ['https://%{x}'] } },
      'is "https://%{x}".',
      'www.example.com',
    ],
    [
      'a wildcard origin',
      { app: { allowedOrigins: ['*'] } },
      'app.allowedOrigins.0 is "*".',
      'https://www.example.com',
    ],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );
});

describe('App settings with a malformed section', () => {
  it('still have their variables checked if a secret is malformed', () => {
    const app = { environment: { PORT: '1' }, secrets: { A: { value: 'hunter2' } } };
    expect(appErrors(app as unknown as AppSettings).map((line) => line.split(' ')[0])).toEqual([
      'app.secrets.A.value',
      'app.environment.PORT',
    ]);
  });

  it('still have their other sections checked, and cause no errors that only follow from the malformed section', () => {
    const app = {
      enviroment: { A: '1' },
      environment: undefined,
      secrets: 5,
      postsPerMinute: 0,
      container: { port: 0 },
    };
    expect(appErrors(app as unknown as AppSettings).map((line) => line.split(' ')[0])).toEqual([
      'app.secrets',
      'app.enviroment',
      'app.postsPerMinute',
      'app.container.port',
    ]);
  });
});
