import { runPagesIn } from './run-page';

/** Output lines that report what a command is waiting for. A run always waits a moment for a worker. */
const wait = /^(Waiting for (?!the (plan|apply) to start)|Acquiring state lock)/;

/** Selects the lines of Terraform's output that a person needs while it runs. */
export class RunNotices {
  readonly #pages = new Set<string>();

  constructor(private readonly notify: (text: string) => void) {}

  /** The addresses of the pages of all runs in Terraform Cloud, the oldest first. */
  get pages(): readonly string[] {
    return [...this.#pages];
  }

  /** Reads a line of the output. */
  read(line: string): void {
    for (const page of runPagesIn(line).filter((found) => !this.#pages.has(found))) {
      this.#pages.add(page);
      this.notify(`The run in Terraform Cloud: ${page}`);
    }
    if (wait.test(line)) this.notify(line);
  }
}
