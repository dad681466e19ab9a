import type { Client, Run } from 'autocannon';
import { type LoadResult, slowMs } from './load-result';
import { WaitingConnections } from './waiting-connections';

/** Counts the responses to a load while it is sent. */
export class ResponseCounts {
  #responses = 0;
  #slowResponses = 0;
  readonly #firstSeen: Record<string, Date> = {};
  readonly #waiting = new WaitingConnections();

  /** Counts the requests and the kinds of responses of one connection. */
  watch(client: Client): void {
    client.on('request', () => this.#waiting.sends(client));
    client.on('headers', ({ statusCode, headers }) => {
      this.#see(isOfLoadBalancer(headers) ? `load-balancer-${statusCode}` : String(statusCode));
    });
  }

  /** Counts the responses and errors of all connections. */
  count(run: Run): void {
    run.on('response', (client: object, _status: number, _bytes: number, ms: number) => {
      this.#waiting.receives(client);
      this.#responses += 1;
      if (ms <= slowMs) return;
      this.#slowResponses += 1;
      this.#see('slow');
    });
    run.on('reqError', () => this.#see('error'));
  }

  get responses(): number {
    return this.#responses;
  }

  get slowResponses(): number {
    return this.#slowResponses;
  }

  get firstSeen(): LoadResult['firstSeen'] {
    return this.#firstSeen;
  }

  /** Returns the average number of connections that waited for a response. @param periodMs the duration of the load, in milliseconds */
  waitingConnections(periodMs: number): number {
    return this.#waiting.average(periodMs);
  }

  #see(kind: string): void {
    this.#firstSeen[kind] ??= new Date();
  }
}

/**
 * Whether a response is from the load balancer itself, for example because no task was healthy. In that case, the
 * header `Server` names the load balancer.
 */
function isOfLoadBalancer(headers: readonly string[]): boolean {
  const index = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'server');
  return index >= 0 && /^awselb\b/.test(headers[index + 1] ?? '');
}
