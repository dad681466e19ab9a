import type { ChildProcess } from 'node:child_process';

/** The output of a process, as text. */
export interface PrintedTexts {
  readonly stdout: string;
  readonly stderr: string;
  /** The text of standard output and standard error, in the order in which it arrived. */
  readonly output: string;
}

/** Collects the output of a process. */
export class ProcessOutput {
  readonly #texts = { stdout: '', stderr: '', output: '' };
  readonly #watchers = new Set<() => void>();

  /** The output that has arrived. `output` begins at the last `clear`. */
  get texts(): PrintedTexts {
    return this.#texts;
  }

  /** Empties `output`. */
  clear(): void {
    this.#texts.output = '';
  }

  /** Starts to collect the output of a process. */
  collect(child: ChildProcess): void {
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this.#texts[name] += text;
        this.#texts.output += text;
        for (const look of this.#watchers) look();
      });
    }
  }

  /** Calls a function whenever new output arrives. @returns a function that stops this */
  watch(look: () => void): () => void {
    this.#watchers.add(look);
    return () => this.#watchers.delete(look);
  }
}
