import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { variables } from '../../contract';
import { AppProcess } from '../support/http/app-process';
import { EntryStream } from '../support/http/entry-stream';
import { patience } from '../support/jest/patience';
import { until } from '../support/jest/until';
import { createTestClient, type DynamoDb, environmentOf, startDynalite } from '../support/stores/dynamodb';
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
  client = createTestClient(engine.endpoint);
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
  test('posted to process A is on the page and in the event stream of process B within 2 seconds', async () => {
    const stream = await EntryStream.open(b.origin);
    await postForm(a, 'ada', '10000001');
    const [pushedAfterMs] = await Promise.all([
      stream.waitFor('10000001'),
      until(async () => (await latestDigits(b)) === '10000001'),
    ]);
    stream.close();
    expect(pushedAfterMs).toBeLessThan(patience * 2_000);
  });

  test('is shown to its author after a redirect from process A to process B, although process B reads stale data', async () => {
    const stream = await EntryStream.open(b.origin);
    await until(async () => (await latestDigits(b)) === '10000001');
    storeOfB.lag();

    const cookie = await postForm(a, 'ada', '10000002');
    const page = await (await fetch(b.origin, { headers: { accept: 'text/html', cookie } })).text();
    expect(page).toContain('10000002');
    expect(await stream.waitFor('10000002')).toBeLessThan(patience * 2_000);
    stream.close();

    // Process B still reads a stale index, so it can know the entry only because the author's request looked it up by its key.
    expect(await latestDigits(b)).toBe('10000002');
  });

  test('is stored once for each post if one user sends 60 posts to two processes', async () => {
    const posted = Array.from({ length: 60 }, (_, n) => `2${String(n).padStart(7, '0')}`);
    const post = (app: AppProcess, digits: string) =>
      fetch(app.origin, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'bob', digits }),
      });
    // Sends six posts at a time, three to each process. On a busy machine, some of 60 concurrent posts could wait longer than the
    // allowed second.
    for (let from = 0; from < posted.length; from += 6) {
      const responses = await Promise.all(
        posted.slice(from, from + 6).map((digits, n) => post(n % 2 === 0 ? a : b, digits)),
      );
      expect(responses.map(({ status }) => status)).toEqual(Array(6).fill(201));
    }

    const stored = (await listDigits(b)).filter((digits) => digits.startsWith('2'));
    expect(stored.sort()).toEqual(posted);
  });
});

function environmentOn(endpoint: string): Record<string, string> {
  return { ...environmentOf(endpoint), [variables.table]: tableName, [variables.postsPerMinute]: '100000' };
}

/**
 * Posts the form as a browser does.
 * @returns the cookie that the redirect sets
 */
async function postForm(app: AppProcess, username: string, digits: string): Promise<string> {
  const response = await fetch(app.origin, {
    method: 'POST',
    headers: { origin: app.origin, accept: 'text/html' },
    body: new URLSearchParams({ username, digits }),
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  return (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
}

async function latestDigits(app: AppProcess): Promise<string | undefined> {
  const response = await fetch(app.origin, { headers: { accept: 'application/json' } });
  const { latest } = (await response.json()) as { latest: { digits: string } | null };
  return latest?.digits;
}

async function listDigits(app: AppProcess): Promise<string[]> {
  const digits: string[] = [];
  let before: string | null = '';
  while (before !== null) {
    const response = await fetch(`${app.origin}/entries?limit=100${before && `&before=${before}`}`, {
      headers: { accept: 'application/json' },
    });
    const page = (await response.json()) as { entries: { digits: string }[]; next: string | null };
    digits.push(...page.entries.map((entry) => entry.digits));
    before = page.next;
  }
  return digits;
}
