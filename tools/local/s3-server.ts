import type { AddressInfo } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { Level } from 'level';
import { type Engine, runEngine } from './engine';
import { damagedLog } from './level-log';

/** An object as it is put again when the engine starts: only the time of its last change is another one then. */
interface KeptObject {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Opens the S3 in this folder. The engine itself keeps objects in memory alone, so every change that it has made is written
 * down before it is answered.
 * @throws Error when its files are damaged
 */
async function openS3(folder: string): Promise<Engine> {
  // First, because opening deletes a damaged log.
  const problem = await damagedLog(folder);
  if (problem !== undefined) throw new Error(problem);
  const kept = new Level<string, KeptObject>(folder, {
    valueEncoding: { name: 'object', format: 'buffer', encode: serialize, decode: deserialize },
  });
  await kept.open();
  // A module that cannot be required.
  const { buildApp } = await import('fauxqs');
  const s3 = buildApp({ logger: false });

  /** @param url `/bucket/key`, as in a request's first line, without the query */
  async function keep(url: string): Promise<void> {
    const { statusCode, headers, rawPayload } = await s3.inject({ method: 'GET', url });
    if (statusCode === 200) await kept.put(url, { headers: ownHeaders(headers), body: rawPayload });
    else await kept.del(url);
  }

  s3.addHook('onSend', async ({ method, url }, reply) => {
    const [path = ''] = url.split('?');
    if (method === 'GET' || method === 'HEAD' || reply.statusCode >= 300 || !isObject(path)) return;
    // The engine's handlers do not wait for their answers. Without this Fastify sends an empty one beside one that waits here.
    reply.hijack();
    await keep(path).catch((error) => {
      // No other answer can be given any more.
      reply.raw.destroy();
      throw error;
    });
  });
  for await (const [url, { headers, body }] of kept.iterator()) {
    await s3.inject({ method: 'PUT', url: bucketOf(url) });
    await s3.inject({ method: 'PUT', url, headers, payload: body });
  }
  await s3.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: (s3.server.address() as AddressInfo).port,
    close: async () => {
      await s3.close();
      await kept.close();
    },
  };
}

function isObject(path: string): boolean {
  return /^\/[^/]+\/./.test(path);
}

function bucketOf(path: string): string {
  return path.replace(/^(\/[^/]+)\/.*$/, '$1');
}

/** What its owner has said of an object. */
function ownHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name === 'content-type' || name.startsWith('x-amz-meta-'))
      .map(([name, value]) => [name, String(value)]),
  );
}

runEngine(openS3);
