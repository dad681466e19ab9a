import type { Logger } from 'pino';
import { metrics as names } from '../../contract';

/** What happens to entries, for whoever counts it. Nothing here waits or throws. */
export interface EntryMetrics {
  /** An entry was stored. */
  stored(): void;
  /** A post of an entry was answered with an error. */
  refused(): void;
  /** One write of an entry took so many milliseconds, whether it succeeded or not. */
  storeLatency(ms: number): void;
  /** An item of the index was read that is not an entry. */
  unreadable(): void;
}

export interface MetricsProps {
  /** The CloudWatch namespace. */
  readonly namespace: string;
  readonly log: Logger;
}

/** How often a line is written: as often as CloudWatch keeps a value of its own. */
const intervalMs = 60_000;

/** The most values that one member of a line may hold, and so one line. */
const maxValues = 100;

/**
 * Counts, and tells CloudWatch by lines of the log: they are in its embedded metric format, and CloudWatch makes metrics
 * of them as they arrive. There is one line a minute, a quiet one too, so that nothing happening differs from nobody
 * reporting; a busy minute has one more for every hundred writes, so that none is left out of the latency.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class Metrics implements EntryMetrics {
  readonly #namespace: string;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #stored = 0;
  #refused = 0;
  #unreadable = 0;
  #latencies: number[] = [];

  constructor({ namespace, log }: MetricsProps) {
    this.#namespace = namespace;
    // Whoever wants only warnings in the log wants metrics all the same.
    this.#log = log.child({}, { level: 'info' });
    this.#timer = setInterval(() => this.#write(), intervalMs).unref();
  }

  stored(): void {
    this.#stored += 1;
  }

  refused(): void {
    this.#refused += 1;
  }

  unreadable(): void {
    this.#unreadable += 1;
  }

  storeLatency(ms: number): void {
    this.#latencies.push(Math.round(ms * 100) / 100);
    if (this.#latencies.length === maxValues) this.#write();
  }

  /** Writes what has not been written, and no more after that. */
  stop(): void {
    clearInterval(this.#timer);
    this.#write();
  }

  #write(): void {
    const { stored, refused, unreadable, storeLatency, dimensions } = names;
    const latencies = this.#latencies;
    const definitions = [
      { Name: stored, Unit: 'Count' },
      { Name: refused, Unit: 'Count' },
      { Name: unreadable, Unit: 'Count' },
      // CloudWatch takes no empty list of values.
      ...(latencies.length > 0 ? [{ Name: storeLatency, Unit: 'Milliseconds' }] : []),
    ];
    const directive = { Namespace: this.#namespace, Dimensions: [Object.keys(dimensions)], Metrics: definitions };
    const line = {
      _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] },
      ...dimensions,
      [stored]: this.#stored,
      [refused]: this.#refused,
      [unreadable]: this.#unreadable,
      ...(latencies.length > 0 && { [storeLatency]: latencies }),
    };
    this.#log.info(line, 'metrics');
    this.#stored = 0;
    this.#refused = 0;
    this.#unreadable = 0;
    this.#latencies = [];
  }
}
