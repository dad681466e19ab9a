/** Measures how many connections of a load test wait for a response, on average. */
export class WaitingConnections {
  readonly #since = new Map<object, number>();
  #waitedMs = 0;

  /** The connection sends a request. A request that it sent before has failed. */
  sends(connection: object, now = performance.now()): void {
    this.receives(connection, now);
    this.#since.set(connection, now);
  }

  /** The connection receives the response. */
  receives(connection: object, now = performance.now()): void {
    const since = this.#since.get(connection);
    this.#since.delete(connection);
    if (since !== undefined) this.#waitedMs += now - since;
  }

  /** Returns the average of a period that ends now; requests without a response count until now. */
  average(periodMs: number, now = performance.now()): number {
    const open = [...this.#since.values()].reduce((sum, since) => sum + now - since, 0);
    return (this.#waitedMs + open) / periodMs;
  }
}
