import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { until } from '../jest/until';
import { listenOnLoopback } from './loopback-server';

interface Loss {
  readonly text: string;
  readonly how: 'cut' | 'withheld';
  readonly happened: () => void;
}

/**
 * A proxy on loopback in front of a server. It simulates network failures until `recover` is called. It reads the traffic, so the
 * connection must not use TLS.
 */
export class TcpProxy {
  readonly #target: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #isHanging = false;
  #lost: Loss[] = [];
  #awaited: Pick<Loss, 'text' | 'happened'>[] = [];
  #counted: { readonly text: string; messages: number }[] = [];

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  /**
   * Starts a proxy for a server on loopback. At first it forwards everything.
   * @param target the port of the server
   */
  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Makes the proxy accept connections, but forward nothing. */
  hang(): void {
    this.#isHanging = true;
  }

  /** Makes the proxy refuse new connections, and cuts the open ones. */
  async refuse(): Promise<void> {
    await this.#close();
  }

  /** Ends all failures, and closes all connections. The port stays the same. */
  async recover(): Promise<void> {
    this.#isHanging = false;
    this.#lost = [];
    this.#awaited = [];
    this.#counted = [];
    this.cut();
    if (!this.#server.listening) await this.#listen();
  }

  /** Cuts all open connections. The proxy still accepts new connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /**
   * Drops the reply to the next client message that contains this text. The message itself is forwarded.
   * @param how `cut` closes the connection, and `withheld` keeps it open
   * @returns a promise that resolves when the reply has been dropped
   */
  loseReply(text: string, how: 'cut' | 'withheld' = 'cut'): Promise<void> {
    return new Promise((happened) => this.#lost.push({ text, how, happened }));
  }

  /** Waits until a client sends a message that contains this text. */
  sees(text: string): Promise<void> {
    return new Promise((happened) => this.#awaited.push({ text, happened }));
  }

  /**
   * Counts the messages of clients that contain this text.
   * @returns a function that returns their number since the start of the count
   */
  count(text: string): () => number {
    const counted = { text, messages: 0 };
    this.#counted.push(counted);
    return () => counted.messages;
  }

  /** Waits until all connections are closed, and their messages have been forwarded. */
  async idle(): Promise<void> {
    await until(() => this.#sockets.size === 0);
  }

  async stop(): Promise<void> {
    if (this.#server.listening) await this.#close();
  }

  async #listen(): Promise<void> {
    this.#port = await listenOnLoopback(this.#server, this.#port);
  }

  async #close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    let loss: Loss | undefined;
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (this.#isHanging) return;
      for (const { text, happened } of this.#awaited) if (chunk.includes(text)) happened();
      for (const counted of this.#counted) if (chunk.includes(counted.text)) counted.messages += 1;
      const next = this.#lost.findIndex(({ text }) => chunk.includes(text));
      if (next >= 0) [loss] = this.#lost.splice(next, 1);
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (this.#isHanging) return;
      if (loss === undefined) client.write(chunk);
      else {
        if (loss.how === 'cut') client.destroy();
        loss.happened();
      }
    });
  }
}
