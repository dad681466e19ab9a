/** The result of a benchmark: one row of docs/benchmarks.md. */
export interface Row {
  /** The name of the measurement. It is unique in the table, so a new result replaces the row with this name. */
  readonly what: string;
  /** The program or the situation with which the app is compared, or `-` if there is none. */
  readonly comparedWith: string;
  readonly goal: string;
  /** The measured values. The first one is the value that the goal limits. */
  readonly measured: string;
  readonly isMet: boolean;
}

export interface BenchmarkOptions {
  /** Whether to check only that the benchmark runs. The results are then meaningless, because there are too few repetitions. */
  readonly quick: boolean;
  /** Prints the current step of the benchmark. */
  readonly progress: (text: string) => void;
}

/** A benchmark. It stops every process that it started, and sends load only to loopback addresses. */
export type Benchmark = (options: BenchmarkOptions) => Promise<readonly Row[]>;

/** The steps that clean up after a benchmark, such as stopping its processes. `run` starts with the step that was added last. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.unshift(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps) await step();
  }
}

/** Runs `work`, and then the clean-up steps that it has added. They run even if `work` fails. */
export async function withCleanup<T>(work: (cleanup: Cleanup) => Promise<T>): Promise<T> {
  const cleanup = new Cleanup();
  try {
    return await work(cleanup);
  } finally {
    await cleanup.run();
  }
}
