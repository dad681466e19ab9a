import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { variables } from '../../contract';
import { AppProcess, served } from '../support/http/app-process';
import { EntryStream } from '../support/http/entry-stream';
import { until } from '../support/jest/until';
import { createPatientClient, type DynamoDb, environmentOf, startDynalite } from '../support/stores/dynamodb';
import { createEntriesTable } from '../support/stores/dynamodb-tables';
import { FaultyStore } from '../support/stores/faulty-store';

let engine: DynamoDb;
let client: DynamoDBClient;
let tableName: string;
/** A proxy between process B and the database, which can delay the results of reads. */
let storeOfB: FaultyStore;
let a: AppProcess;
let b: AppProcess;

beforeAll(async () => {
  engine = await startDynalite();
  client = createPatientClient(engine.endpoint);
  tableName = await createEntriesTable(client);
  storeOfB = await FaultyStore.start(engine.endpoint);
  [a, b] = await Promise.all([
    AppProcess.start(environmentOn(engine.endpoint)),
    AppProcess.start(environmentOn(storeOfB.endpoint)),
  ]);
});
afterAll(async () => {
  await Promise.all([a?.kill(), b?.kill()]);
  client?.destroy();
  await storeOfB?.stop();
  await engine?.stop();
});
afterEach(() => storeOfB.recover());

describe('Entry', () => {
  test('posted to process A appears on the page and in the event stream of process B', async () => {
    const stream = await EntryStream.open(b.origin);
    await postForm(a, { username: 'ada', digits: '10000001' });
    await Promise.all([stream.waitFor('10000001'), until(async () => (await latestDigits(b)) === '10000001')]);
    stream.close();
  });

  test('is shown to its author after a redirect from process A to process B, although process B reads stale data', async () => {
    const stream = await EntryStream.open(b.origin);
    await until(async () => (await latestDigits(b)) === '10000001');
    storeOfB.lag();

    const form = { username: 'ada', digits: '10000002', attempt: randomUUID().replaceAll('-', '') };
    // On a busy machine, the read of the entry may exceed its timeout. A retry of the post then sets the cookie again.
    await until(async () => {
      const cookie = await postForm(a, form);
      const page = await (await fetch(b.origin, { headers: { accept: 'text/html', cookie } })).text();
      return page.includes('10000002');
    });
    await stream.waitFor('10000002');
    stream.close();

    // Process B still reads a stale index, so it can know the entry only because the author's request looked it up by its key.
    expect(await latestDigits(b)).toBe('10000002');
  });

  test('is stored exactly once per post if one user sends 60 posts to two processes', async () => {
    const posted = Array.from({ length: 60 }, (_, n) => `2${String(n).padStart(7, '0')}`);
    const post = (app: AppProcess, digits: string) =>
      request(app.origin, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `post-${digits}` },
        body: JSON.stringify({ username: 'bob', digits }),
      });
    const responses = await Promise.all(posted.map((digits, n) => post(n % 2 === 0 ? a : b, digits)));
    expect(responses.map(({ status }) => status)).toEqual(Array(60).fill(201));

    const stored = (await listDigits(b)).filter((digits) => digits.startsWith('2'));
    expect(stored.sort()).toEqual(posted);
  });
});

function environmentOn(endpoint: string): Record<string, string> {
  return { ...environmentOf(endpoint), [variables.table]: tableName, [variables.postsPerMinute]: '100000' };
}

function request(url: string, init?: RequestInit): Promise<Response> {
  return served(() => fetch(url, init));
}

/**
 * Posts the form as a browser does.
 * @returns the cookie that the redirect sets
 */
async function postForm(app: AppProcess, form: Readonly<Record<string, string>>): Promise<string> {
  const response = await request(app.origin, {
    method: 'POST',
    headers: { origin: app.origin, accept: 'text/html' },
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  return (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
}

async function latestDigits(app: AppProcess): Promise<string | undefined> {
  const response = await request(app.origin, { headers: { accept: 'application/json' } });
  const { latest } = (await response.json()) as { latest: { digits: string } | null };
  return latest?.digits;
}

async function listDigits(app: AppProcess): Promise<string[]> {
  const digits: string[] = [];
  let before: string | null = '';
  while (before !== null) {
    const response = await request(`${app.origin}/entries?limit=100${before && `&before=${before}`}`, {
      headers: { accept: 'application/json' },
    });
    const page = (await response.json()) as { entries: { digits: string }[]; next: string | null };
    digits.push(...page.entries.map((entry) => entry.digits));
    before = page.next;
  }
  return digits;
}
