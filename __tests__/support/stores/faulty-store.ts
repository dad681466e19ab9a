import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

interface LostReply {
  readonly how: 'cut' | 'withheld';
  readonly happened: () => void;
}

/** A proxy on loopback in front of a DynamoDB engine. It simulates failures of DynamoDB and of the network until `recover` is called. */
export class FaultyStore {
  /** The number of requests that have reached the proxy, by operation (`PutItem`, `Query`, …). */
  readonly requests = new Map<string, number>();
  readonly #target: URL;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server: Server;
  readonly #indexReplies = new Map<string, Reply>();
  #port = 0;
  #fault: 'none' | 'hang' | 'throttle' | 'misroute' = 'none';
  #lostReplies: LostReply[] = [];
  #isLagging = false;
  #gate: { readonly operations: readonly string[]; readonly opened: Promise<void> } | null = null;
  readonly #held: Promise<Reply>[] = [];

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((incoming, outgoing) => {
      this.#response(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  /**
   * Starts the proxy in front of an engine. At first it forwards everything.
   * @param target the endpoint of the engine
   */
  static async start(target: string): Promise<FaultyStore> {
    const store = new FaultyStore(target);
    await store.#listen();
    return store;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Ends all failures. The endpoint stays the same. */
  async recover(): Promise<void> {
    this.#fault = 'none';
    this.#lostReplies = [];
    this.#isLagging = false;
    this.#gate = null;
    if (!this.#server.listening) await this.#listen();
  }

  /** Makes the proxy refuse new connections, and cuts the open ones. */
  async refuse(): Promise<void> {
    await this.#close();
  }

  /** Makes the proxy accept connections and requests, but never respond. */
  hang(): void {
    this.#fault = 'hang';
  }

  /** Makes the proxy respond to every request with ProvisionedThroughputExceededException. */
  throttle(): void {
    this.#fault = 'throttle';
  }

  /** Makes the proxy respond to every request with an HTML page and status 200, like a web server that is not DynamoDB. */
  misroute(): void {
    this.#fault = 'misroute';
  }

  /** Makes the proxy forward the next request, and cut the connection instead of sending the reply. */
  loseNextReply(): void {
    this.#lostReplies.push({ how: 'cut', happened: () => undefined });
  }

  /**
   * Makes the proxy forward the next request, and leave the connection open without a reply.
   * @returns a promise that resolves when the engine has responded to this request
   */
  withholdNextReply(): Promise<void> {
    return new Promise((happened) => this.#lostReplies.push({ how: 'withheld', happened }));
  }

  /**
   * Simulates a slow network: delays requests until the returned function is called. After `recover`, new requests are not delayed.
   * @param operations the delayed operations, by default all
   * @returns a function that releases the delayed requests, and resolves when the engine has responded to them
   */
  delayRequests(...operations: readonly string[]): () => Promise<void> {
    let release = () => {};
    const opened = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#gate = { operations, opened };
    return async () => {
      release();
      await Promise.all(this.#held);
    };
  }

  /**
   * Simulates replicas that lag: a query of an index returns the result of the last such query, and a GetItem without `ConsistentRead`
   * finds no item.
   */
  lag(): void {
    this.#isLagging = true;
  }

  /** Stops the proxy, but not the engine. */
  async stop(): Promise<void> {
    if (this.#server.listening) await this.#close();
    this.#agent.destroy();
  }

  async #listen(): Promise<void> {
    this.#port = await listenOnLoopback(this.#server, this.#port);
  }

  async #close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #response(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    this.requests.set(operation, (this.requests.get(operation) ?? 0) + 1);
    if (this.#fault === 'hang') return;
    if (this.#fault === 'throttle') return send(outgoing, throttled);
    if (this.#fault === 'misroute') return send(outgoing, page);

    const query = operation === 'Query' && body.includes('"IndexName"') ? body.toString() : null;
    const remembered = query !== null && this.#isLagging ? this.#indexReplies.get(query) : undefined;
    if (remembered !== undefined) return send(outgoing, remembered);
    if (operation === 'GetItem' && this.#isLagging && !JSON.parse(String(body)).ConsistentRead) {
      return send(outgoing, nothing);
    }

    const lost = this.#lostReplies.shift();
    const opened = this.#holds(operation) ? this.#gate?.opened : undefined;
    const passedOn = opened ? opened.then(() => this.#passOn(incoming, body)) : this.#passOn(incoming, body);
    if (opened) this.#held.push(passedOn);
    const reply = await passedOn;
    if (query !== null) this.#indexReplies.set(query, reply);
    if (lost === undefined) send(outgoing, reply);
    if (lost?.how === 'cut') outgoing.destroy();
    lost?.happened();
  }

  #holds(operation: string): boolean {
    const operations = this.#gate?.operations ?? [];
    return operations.length === 0 || operations.includes(operation);
  }

  async #passOn(incoming: IncomingMessage, body: Buffer): Promise<Reply> {
    const outgoing = request(this.#target, { agent: this.#agent, method: incoming.method, headers: incoming.headers });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 502, headers: response.headers, body: await buffer(response) };
  }
}

const throttled: Reply = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message: 'The level of configured provisioned throughput for the table was exceeded.',
    }),
  ),
};

const nothing: Reply = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from('{}'),
};

const page: Reply = { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>Sign in</h1>') };

function send(outgoing: ServerResponse, reply: Reply): void {
  const { connection: _, 'transfer-encoding': __, ...headers } = reply.headers;
  outgoing.writeHead(reply.status, { ...headers, 'content-length': reply.body.length }).end(reply.body);
}
