import { colors } from './terminal';

/** A finished step, for the summary at the end. */
export interface FinishedStep {
  readonly title: string;
  readonly seconds: number;
  readonly succeeded: boolean;
}

/** Prints what the running step is doing now. */
export type Report = (detail: string) => void;

/** The stream to which steps are printed: a terminal, a pipe or a file. */
export interface StepsOutput {
  readonly isTTY?: boolean;
  /** The width of the terminal, in characters. */
  readonly columns?: number;
  write(text: string): boolean;
}

/** The interval at which a terminal updates the elapsed time, in milliseconds. */
const tickMs = 1_000;

/**
 * Prints the steps of a command with their elapsed times.
 * On a terminal, one line shows the running step and its elapsed time. In a pipe or a file, each start, detail and end
 * of a step is a separate line.
 */
export class Steps {
  readonly finished: FinishedStep[] = [];
  readonly #isTerminal: boolean;
  #shown = '';

  constructor(private readonly output: StepsOutput = process.stdout) {
    this.#isTerminal = output.isTTY === true;
  }

  /** Runs `work` as a step. At the end, prints whether the step succeeded, and how long it took. */
  async run<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1_000;
    let detail = '';
    const show = () => this.#replace(`  ${title} ${colors.dim(`${seconds().toFixed(0)} s${detail && `: ${detail}`}`)}`);
    const timer = this.#isTerminal ? setInterval(show, tickMs).unref() : undefined;
    if (this.#isTerminal) show();
    else this.line(`${title} ...`);
    const report: Report = (text) => {
      const line = text.trim().replace(/\s*\n\s*/g, ' ');
      if (line === detail) return;
      detail = line;
      if (this.#isTerminal) show();
      else this.line(`  ${line}`);
    };
    let succeeded = false;
    try {
      const result = await work(report);
      succeeded = true;
      return result;
    } finally {
      clearInterval(timer);
      const step = { title, seconds: seconds(), succeeded };
      this.finished.push(step);
      this.#replace('');
      this.line(
        `${succeeded ? colors.green('✓') : colors.red('✗')} ${title} ${colors.dim(`${step.seconds.toFixed(1)} s`)}`,
      );
    }
  }

  /** Prints a permanent line above the line of the running step. */
  line(text: string): void {
    const shown = this.#shown;
    this.#replace('');
    this.output.write(`${text}\n`);
    if (shown) this.#replace(shown);
  }

  #replace(text: string): void {
    if (!this.#isTerminal) return;
    const width = this.output.columns || 80;
    // A line that is too long would wrap, and the next update could not replace it. Colour codes do not count, because
    // they have no width.
    const fits = stripped(text).length < width ? text : stripped(text).slice(0, width - 1);
    this.output.write(`\r\x1b[K${fits}`);
    this.#shown = text;
  }
}

function stripped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}
