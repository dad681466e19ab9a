import type { Credentials } from '../../../app/profiles/credentials-source';
import { DatabaseSecret } from '../../../app/profiles/database-secret';
import { FakeSecrets } from '../../support/fake-secrets';

const first: Credentials = { user: 'app', password: 'first' };
const second: Credentials = { user: 'app', password: 'second' };

async function withSecrets(ttlMs: number, body: (secrets: FakeSecrets, secret: DatabaseSecret) => Promise<void>) {
  const secrets = await FakeSecrets.start(first);
  const secret = new DatabaseSecret({ client: secrets.createClient(), arn: secrets.arn, ttlMs });
  try {
    await body(secrets, secret);
  } finally {
    secret.end();
    await secrets.stop();
  }
}

test('one answer serves for new connections as long as it lasts, and many at once share it', async () => {
  await withSecrets(60_000, async (secrets, secret) => {
    const known = await Promise.all(Array.from({ length: 10 }, () => secret.get()));
    expect(known).toEqual(Array.from({ length: 10 }, () => first));
    await secret.get();
    expect(secrets.reads).toBe(1);
  });
});

test('after that it is read again', async () => {
  await withSecrets(0, async (secrets, secret) => {
    await secret.get();
    secrets.current = second;
    expect(await secret.get()).toEqual(second);
  });
});

test('while it cannot be read, what is known serves on', async () => {
  await withSecrets(0, async (secrets, secret) => {
    await secret.get();
    secrets.isDown = true;
    expect(await secret.get()).toEqual(first);
  });
});

test('while it hangs, what is known serves on within half a second', async () => {
  await withSecrets(0, async (secrets, secret) => {
    await secret.get();
    secrets.isHanging = true;
    const startedAt = Date.now();
    expect(await secret.get()).toEqual(first);
    expect(Date.now() - startedAt).toBeLessThan(700);
  });
});

test('refused credentials give way to the current ones', async () => {
  await withSecrets(60_000, async (secrets, secret) => {
    const known = await secret.get();
    secrets.current = second;
    expect(await secret.renew(known)).toEqual(second);
    expect(await secret.get()).toEqual(second);
  });
});

test('refused in the middle of a rotation, the current ones give way to the pending ones', async () => {
  await withSecrets(60_000, async (secrets, secret) => {
    const known = await secret.get();
    secrets.pending = second;
    expect(await secret.renew(known)).toEqual(second);
  });
});

test('refused credentials stay where there are no others', async () => {
  await withSecrets(60_000, async (_secrets, secret) => {
    const known = await secret.get();
    expect(await secret.renew(known)).toEqual(known);
  });
});

test('a secret of another form fails, and what it holds is not in the message', async () => {
  await withSecrets(60_000, async (secrets, secret) => {
    secrets.current = { user: 'app', password: undefined as unknown as string };
    await expect(secret.get()).rejects.toThrow(/^((?!app).)*$/);
  });
});
