import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';

/**
 * A server for Terraform's `http` backend that stores the states of one stack. It makes commands faster, because Terraform writes to it
 * only once, at the end of a command. Terraform would write a state file after each changed resource.
 */
export class StateServer {
  /** The JSON of all states that Terraform has written, the oldest first. */
  readonly written: string[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    if (request.method === 'POST') this.written.push(await text(request));
    response.end(request.method === 'GET' ? this.newest : undefined);
  });

  get newest(): string | undefined {
    return this.written.at(-1);
  }

  /** Starts the server on a free port. */
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
