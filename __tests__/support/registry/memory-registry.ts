import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { digestOf } from '../../../tools/image/digest';
import { listenOnLoopback } from '../http/loopback-server';

/** A request that the registry has received. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path and the query of the URL. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Uint8Array;
}

/**
 * Can respond to a request instead of the registry.
 * @returns true if it responds, false to let the registry respond
 */
export type Intercept = (request: ReceivedRequest, response: ServerResponse) => boolean;

/** A fake container registry that runs in the test process and stores images in memory. Tests set `intercept` to simulate failures. */
export class MemoryRegistry {
  readonly requests: ReceivedRequest[] = [];
  readonly blobs = new Map<string, Uint8Array>();
  readonly manifests = new Map<string, { readonly type: string; readonly content: Uint8Array }>();
  intercept: Intercept = () => false;
  readonly #uploads = new Map<string, Uint8Array[]>();
  readonly #server = createServer((request, response) => void this.#receive(request, response));
  #port = 0;

  static async start(): Promise<MemoryRegistry> {
    const registry = new MemoryRegistry();
    registry.#port = await listenOnLoopback(registry.#server);
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** The method and the path of each request, without the query, as in `PUT /v2/app/manifests/1`. */
  get log(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
  }

  /** Removes all images and recorded requests, and resets `intercept`. */
  clear(): void {
    for (const store of [this.blobs, this.manifests, this.#uploads]) store.clear();
    this.requests.length = 0;
    this.intercept = () => false;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = message;
    const received = { method, path, headers, body: await buffer(message).catch(() => Buffer.of()) };
    this.requests.push(received);
    if (!this.intercept(received, response)) this.#respond(received, response);
  }

  #respond({ method, path, headers, body }: ReceivedRequest, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(path, 'http://registry');
    const [, repository = '', kind = '', name = ''] =
      /^\/v2\/(.+)\/(manifests|referrers|blobs\/uploads|blobs)\/([^/]*)$/.exec(pathname) ?? [];
    const key = `${repository} ${name}`;
    const stored = kind === 'blobs' ? this.blobs.get(key) : this.manifests.get(key)?.content;
    if (kind === 'manifests' && method === 'PUT') {
      const manifest = { type: headers['content-type'] ?? '', content: body };
      this.manifests.set(key, manifest).set(`${repository} ${digestOf(body)}`, manifest);
      response.writeHead(201).end();
    } else if (kind === 'referrers') {
      response.writeHead(200).end(JSON.stringify({ manifests: this.#referrers(repository, name) }));
    } else if (kind === 'blobs/uploads' && method === 'POST') {
      const id = String(this.#uploads.size);
      this.#uploads.set(id, []);
      response.writeHead(202, { Location: `/v2/${repository}/blobs/uploads/${id}?state=a` }).end();
    } else if (kind === 'blobs/uploads') {
      const parts = this.#uploads.get(name) ?? [];
      parts.push(body);
      const content = Buffer.concat(parts);
      const digest = searchParams.get('digest');
      if (digest === null) response.writeHead(202, { Location: path });
      else if (digest === digestOf(content))
        response.writeHead(201) && this.blobs.set(`${repository} ${digest}`, content);
      else response.writeHead(400).write(JSON.stringify({ errors: [{ code: 'DIGEST_INVALID' }] }));
      response.end();
    } else if (stored === undefined) response.writeHead(404).end();
    else {
      const type = this.manifests.get(key)?.type ?? 'application/octet-stream';
      const digest = { 'Docker-Content-Digest': digestOf(stored), 'Content-Type': type };
      response
        .writeHead(200, { ...digest, 'Content-Length': stored.length })
        .end(method === 'HEAD' ? undefined : stored);
    }
  }

  #referrers(repository: string, digest: string): object[] {
    return [...this.manifests]
      .filter(([key]) => key.startsWith(`${repository} sha256:`))
      .map(([key, { content }]) => ({ digest: key.split(' ')[1], document: JSON.parse(content.toString()) }))
      .filter(({ document }) => document.subject?.digest === digest)
      .map(({ digest: found }) => ({ digest: found }));
  }
}
