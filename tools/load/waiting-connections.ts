/** Measures how many connections of a load test are waiting for a response, on average. */
export class WaitingConnections {
  readonly #since = new Map<object, number>();
  #waitedMs = 0;

  /**
   * Records that a connection sends a request. If its previous request got no response, that request has failed and no
   * longer waits.
   */
  sends(connection: object, now = performance.now()): void {
    this.receives(connection, now);
    this.#since.set(connection, now);
  }

  /** Records that a connection receives a response. */
  receives(connection: object, now = performance.now()): void {
    const since = this.#since.get(connection);
    this.#since.delete(connection);
    if (since !== undefined) this.#waitedMs += now - since;
  }

  /**
   * Returns the average number of waiting connections in a period that ends now. A request without a response counts as
   * waiting until now.
   */
  average(periodMs: number, now = performance.now()): number {
    const open = [...this.#since.values()].reduce((sum, since) => sum + now - since, 0);
    return (this.#waitedMs + open) / periodMs;
  }
}
