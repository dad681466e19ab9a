import type { Logger } from 'pino';

/** Removes obsolete files in the background, after the response. */
export class Cleanup {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Pick<Logger, 'warn'>) {
    this.#log = log;
  }

  /**
   * Starts a removal in the background. If the removal fails, the sweep repeats it.
   * @param what names the removed thing in the log, for example `a file`
   */
  run(what: string, remove: () => Promise<void>): void {
    const removal = remove().catch((error: unknown) => {
      this.#log.warn({ err: error }, `${what} could not be removed; the next sweep will remove it`);
    });
    this.#running.add(removal);
    void removal.finally(() => this.#running.delete(removal));
  }

  /** Waits until all running removals have ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
