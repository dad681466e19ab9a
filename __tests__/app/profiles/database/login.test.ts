import { createLogin } from '../../../../app/profiles/database/login';

const settings = { host: 'db.example.com', port: 5432, name: 'app', tls: true, user: 'app' };
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI', AWS_SESSION_TOKEN: 'session' };

/** Returns the password for one connection. */
function passwordOf(login: ReturnType<typeof createLogin>): string | Promise<string> {
  return typeof login.password === 'string' ? login.password : login.password();
}

describe('Login', () => {
  const before = { ...process.env };
  beforeEach(() => Object.assign(process.env, keys));
  afterEach(() => {
    process.env = before;
  });

  it('uses the password from the settings', () => {
    expect(createLogin({ ...settings, password: 'local' }, 'eu-central-1')).toEqual({ user: 'app', password: 'local' });
  });

  it('uses an IAM token for the user and the database if there is no password; the token is valid for 15 minutes', async () => {
    const token = await passwordOf(createLogin(settings, 'eu-central-1'));
    const { host, pathname, searchParams } = new URL(`https://${token}`);
    expect([host, pathname]).toEqual(['db.example.com:5432', '/']);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      Action: 'connect',
      DBUser: 'app',
      'X-Amz-Expires': '900',
      'X-Amz-Credential': expect.stringMatching(/^AKIDEXAMPLE\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/),
      'X-Amz-Security-Token': 'session',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('signs a new token for each connection', async () => {
    const login = createLogin(settings, 'eu-central-1');
    const first = await passwordOf(login);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'], now: Date.now() + 60_000 });
    const second = await passwordOf(login);
    jest.useRealTimers();
    expect(second).not.toBe(first);
  });

  it('throws an error that names missing credentials as the cause if the task has none', async () => {
    for (const name of Object.keys(keys)) delete process.env[name];
    Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' });
    await expect(passwordOf(createLogin(settings, 'eu-central-1'))).rejects.toThrow(/credentials/);
  });
});
