/** The result of a benchmark: one row of docs/benchmarks.md. */
export interface Row {
  /** The name of the measurement, and the key of the row. */
  readonly what: string;
  /** The named peer, or `-`. */
  readonly comparedWith: string;
  readonly goal: string;
  /** The figure that the goal is about, then the others. */
  readonly measured: string;
  readonly isMet: boolean;
}

export interface BenchmarkOptions {
  /** Only tests that the benchmark runs: the counts are too small for a meaningful result. */
  readonly quick: boolean;
  /** Prints what is measured now. */
  readonly progress: (text: string) => void;
}

/** A benchmark. It stops every process that it started, and sends requests only to loopback. */
export type Benchmark = (options: BenchmarkOptions) => Promise<readonly Row[]>;

/** Starts and stops what a benchmark needs, in reverse order, also after an error. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.unshift(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps) await step();
  }
}

/** Runs work that starts processes, and then stops them. */
export async function withCleanup<T>(work: (cleanup: Cleanup) => Promise<T>): Promise<T> {
  const cleanup = new Cleanup();
  try {
    return await work(cleanup);
  } finally {
    await cleanup.run();
  }
}
