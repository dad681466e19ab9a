import type { Logger } from 'pino';
import { metrics as names } from '../../contract';

/** Counts and measures the writes and reads of entries. No method waits or throws. */
export interface EntryMetrics {
  /** Counts a stored entry. */
  stored(): void;
  /** Counts a post of an entry for which the client received an error. */
  refused(): void;
  /** Records the duration of one write of an entry in milliseconds, including failed writes. */
  storeLatency(ms: number): void;
  /** Counts an item of the index that is not an entry. */
  unreadable(): void;
}

export interface MetricsProps {
  /** The CloudWatch namespace. */
  readonly namespace: string;
  readonly log: Logger;
}

/** The interval between log lines in milliseconds. CloudWatch aggregates values per minute. */
const intervalMs = 60_000;

/** The maximum number of values of one metric in a log line, a limit of CloudWatch. */
const maxValues = 100;

/**
 * Writes metrics into the log, in the embedded metric format, from which CloudWatch extracts them. A line is written
 * every minute, even without posts, to distinguish an idle app from a stopped one. An additional line is written for
 * every hundred writes of entries, so that the latency metric includes all of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class CloudWatchMetrics implements EntryMetrics {
  readonly #namespace: string;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #stored = 0;
  #refused = 0;
  #unreadable = 0;
  #latencies: number[] = [];

  constructor({ namespace, log }: MetricsProps) {
    this.#namespace = namespace;
    // Metrics must be written at any log level, so the child logger has its own level.
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

  /** Writes the remaining values, and stops the timer. */
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
      // CloudWatch rejects an empty list of values.
      ...(latencies.length > 0 ? [{ Name: storeLatency, Unit: 'Milliseconds' }] : []),
    ];
    const directive = {
      Namespace: this.#namespace,
      Dimensions: [Object.keys(dimensions)],
      Metrics: definitions,
    };
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
