import type { Logger } from 'pino';
import type { SweepResult } from './sweep';

const intervalMs = 10 * 60_000;

/** Runs the sweep every ten minutes. */
export class SweepSchedule {
  readonly #sweep: () => Promise<SweepResult | null>;
  readonly #log: Pick<Logger, 'info' | 'warn'>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(sweep: () => Promise<SweepResult | null>, log: Pick<Logger, 'info' | 'warn'>) {
    this.#sweep = sweep;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.#run();
    }, intervalMs).unref();
  }

  /** Stops the schedule, and waits for a running sweep. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      const swept = await this.#sweep();
      if (swept !== null) this.#log.info(swept, 'swept');
    } catch (error) {
      this.#log.warn({ err: error }, 'the sweep failed');
    }
  }
}
