import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalEngine, startEngine } from '../../../../tools/local/stores/local-engine';
import { openProfilesStores } from '../../../../tools/local/stores/profiles-stores';
import { recordedWaits } from '../../../support/jest/recorded-waits';
import { until } from '../../../support/jest/until';

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'engines-'));
});

afterAll(() => rmSync(root, { recursive: true }));

describe('Local S3', () => {
  let engine: LocalEngine;

  async function open(): Promise<void> {
    engine = await startEngine({ file: 's3-server.ts', folder: path.join(root, 's3'), reset: 'npm run reset' });
  }

  function send(method: string, place: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${engine.port}/bucket/${place}`, { method, ...init });
  }

  /** The tests share one engine, which is restarted after the requests below. */
  beforeAll(async () => {
    await open();
    await send('PUT', '');
    const text = { body: 'one', headers: { 'Content-Type': 'text/plain', 'X-Amz-Meta-Owner': 'Ada' } };
    await send('PUT', 'pending/1', text);
    await send('PUT', 'files/1', { headers: { 'X-Amz-Copy-Source': 'bucket/pending/1' } });
    await send('DELETE', 'pending/1');

    const upload = `uploadId=${uploadIdIn(await (await send('POST', 'files/2?uploads')).text())}`;
    const part = await send('PUT', `files/2?partNumber=1&${upload}`, { body: 'two' });
    const parts = `<Part><PartNumber>1</PartNumber><ETag>${part.headers.get('ETag')}</ETag></Part>`;
    await send('POST', `files/2?${upload}`, { body: `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>` });
    await engine.close();
    await open();
  });

  afterAll(() => engine.close());

  it('keeps uploaded and copied objects across a restart, but no deleted objects', async () => {
    const copy = await send('GET', 'files/1');
    expect([copy.headers.get('Content-Type'), copy.headers.get('X-Amz-Meta-Owner')]).toEqual(['text/plain', 'Ada']);
    expect(await copy.text()).toBe('one');
    expect((await send('GET', 'pending/1')).status).toBe(404);
  });

  it('keeps an object of a multipart upload across a restart', async () => {
    expect(await (await send('GET', 'files/2')).text()).toBe('two');
  });

  it('returns a complete response to each of 200 concurrent requests', async () => {
    const answers = Array.from({ length: 200 }, async (_, file) =>
      (await send('POST', `files/many-${file}?uploads`)).text(),
    );
    for (const answer of await Promise.all(answers)) expect(uploadIdIn(answer)).toBeDefined();
  });

  it('is terminated if it has not ended after 0.7 seconds', async () => {
    const address = `http://127.0.0.1:${engine.port}`;
    expect(await recordedWaits(() => engine.close())).toEqual([700]);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
    await open();
  });

  it('rejects a damaged log, and does not change the log', async () => {
    for (const file of [3, 4]) await send('PUT', `files/${file}`, { body: 'kept' });
    await engine.close();
    const folder = path.join(root, 's3');
    const log = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.log')) ?? '');
    const sound = readFileSync(log);
    const damaged = Buffer.from(sound).fill(0xab, 2, 8);
    writeFileSync(log, damaged);
    await expect(open()).rejects.toThrow(/\(\d+\.log is damaged at byte 0\)/);
    expect(readFileSync(log)).toEqual(damaged);

    writeFileSync(log, sound);
    await open();
    expect((await send('GET', 'files/4')).status).toBe(200);
  });
});

function uploadIdIn(answer: string): string | undefined {
  return answer.match(/<UploadId>(.+)<\/UploadId>/)?.[1];
}

describe('Stores of profiles', () => {
  let emulator: Promise<LocalEngine> | undefined;

  afterEach(() => emulator?.then(({ close }) => close()));

  function foldersIn(folder: string) {
    const at = (name: string) => path.join(root, folder, name);
    const reset = 'npm run reset';
    const openEmulator = () => {
      emulator = startEngine({ file: 's3-server.ts', folder: at('s3'), reset });
      return emulator;
    };
    return { postgres: at('postgres'), reset, openEmulator };
  }

  it('do not start if one of the stores cannot be opened, and the message contains the remedy', async () => {
    const folders = foldersIn('damaged');
    mkdirSync(path.join(folders.postgres, 'data'), { recursive: true });
    writeFileSync(path.join(folders.postgres, 'data', 'PG_VERSION'), 'damaged');
    await expect(openProfilesStores(folders)).rejects.toThrow(
      /^The data in .*postgres cannot be used \(.+\)\. "npm run reset" deletes all local data of this environment\.$/,
    );
  });

  it('do not start if Ctrl-C arrives before the database has begun to start', async () => {
    const stop = new AbortController();
    const opening = openProfilesStores({ ...foldersIn('early'), stop: stop.signal });
    stop.abort('SIGINT');
    await expect(opening).rejects.toBe('SIGINT');
  });

  it('stop opening after Ctrl-C', async () => {
    const stop = new AbortController();
    const folders = foldersIn('new');
    const opening = openProfilesStores({ ...folders, stop: stop.signal });
    const outcome = expect(opening).rejects.toBe('SIGINT');
    await until(() => existsSync(path.join(folders.postgres, 'unfinished')));
    stop.abort('SIGINT');
    await outcome;
  });
});
