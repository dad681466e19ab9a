import type { AddressInfo } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { Level } from 'level';
import { findDamagedLog } from './level-log';
import { type LocalEngine, runEngine } from './local-engine';

/** A stored object. When the emulator starts, it restores the object with all its properties except the time of the last change. */
interface StoredObject {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Opens the emulator of S3, SQS and SNS (fauxqs), with the objects of S3 in this folder. Messages are kept only in
 * memory. fauxqs itself keeps objects only in memory, too. Therefore, each change of an object is written to disk
 * before the response is sent.
 * @throws Error if the files are damaged
 */
async function openS3(folder: string): Promise<LocalEngine> {
  // The log files are checked first, because opening the store deletes a damaged log file.
  const problem = await findDamagedLog(folder);
  if (problem !== undefined) throw new Error(problem);
  const stored = new Level<string, StoredObject>(folder, {
    valueEncoding: { name: 'object', format: 'buffer', encode: serialize, decode: deserialize },
  });
  await stored.open();
  const { buildApp } = await loadFauxqs();
  const s3 = buildApp({ logger: false });

  storeChanges(s3, stored);
  translateQueueUrls(s3);
  for await (const [url, { headers, body }] of stored.iterator()) {
    await s3.inject({ method: 'PUT', url: bucketOf(url) });
    await s3.inject({ method: 'PUT', url, headers, payload: body });
  }
  await s3.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: (s3.server.address() as AddressInfo).port,
    close: async () => {
      await s3.close();
      await stored.close();
    },
  };
}

/** Loads fauxqs, an ES module, which `require` cannot load. */
function loadFauxqs() {
  return import('fauxqs');
}

type Emulator = ReturnType<Awaited<ReturnType<typeof loadFauxqs>>['buildApp']>;

/** Writes each change of an object to disk before the response is sent. */
function storeChanges(s3: Emulator, stored: Level<string, StoredObject>): void {
  /** Copies the current state of an object from memory to disk. @param url the path `/bucket/key`, without the query */
  async function store(url: string): Promise<void> {
    const { statusCode, headers, rawPayload } = await s3.inject({ method: 'GET', url });
    if (statusCode === 200) await stored.put(url, { headers: ownHeaders(headers), body: rawPayload });
    else await stored.del(url);
  }

  s3.addHook('onSend', async ({ method, url }, reply) => {
    const [path = ''] = url.split('?');
    if (method === 'GET' || method === 'HEAD' || reply.statusCode >= 300 || !isObject(path)) return;
    // The request handlers of fauxqs do not wait for this hook. Without `hijack`, Fastify would therefore send an empty
    // response before the real one.
    reply.hijack();
    await store(path).catch((error) => {
      // The headers have been sent already, so closing the connection is the only way to report the error.
      reply.raw.destroy();
      throw error;
    });
  });
}

/**
 * Replaces the URL of a queue in a request with the URL that fauxqs expects. The app does not get the expected URL,
 * because some systems cannot resolve its host name.
 */
function translateQueueUrls(s3: Emulator): void {
  s3.addHook('preHandler', async ({ headers, body }) => {
    if (!hasQueueUrl(body)) return;
    const { authorization, 'content-type': type } = headers;
    const found = await s3.inject({
      method: 'POST',
      url: '/',
      headers: { authorization, 'content-type': type, 'x-amz-target': 'AmazonSQS.GetQueueUrl' },
      payload: JSON.stringify({ QueueName: body.QueueUrl.split('/').at(-1) }),
    });
    body.QueueUrl = JSON.parse(found.payload).QueueUrl ?? body.QueueUrl;
  });
}

function hasQueueUrl(body: unknown): body is { QueueUrl: string } {
  return typeof body === 'object' && body !== null && 'QueueUrl' in body && typeof body.QueueUrl === 'string';
}

function isObject(path: string): boolean {
  return /^\/[^/]+\/./.test(path);
}

function bucketOf(path: string): string {
  return path.replace(/^(\/[^/]+)\/.*$/, '$1');
}

/** Returns the headers that the uploader of an object has set. */
function ownHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name === 'content-type' || name.startsWith('x-amz-meta-'))
      .map(([name, value]) => [name, String(value)]),
  );
}

runEngine(openS3);
