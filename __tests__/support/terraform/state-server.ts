import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';

/**
 * Keeps the state of one stack for Terraform's `http` backend. Into a file Terraform writes the state anew with every resource
 * that it changes; here it writes once, at the end.
 */
export class StateServer {
  /** Every state that Terraform has written, as text, the newest last. */
  readonly written: string[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    if (request.method === 'POST') this.written.push(await text(request));
    response.end(request.method === 'GET' ? this.newest : undefined);
  });

  get newest(): string | undefined {
    return this.written.at(-1);
  }

  /** Listens on a port that the system chooses, and gives its address. */
  static async start(): Promise<StateServer> {
    const server = new StateServer();
    await listenOnLoopback(server.#server);
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
