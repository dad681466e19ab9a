import { runPagesIn } from './run-page';

/** Output lines that say what Terraform is waiting for. The short wait for a worker is excluded, because it occurs in every run. */
const wait = /^(Waiting for (?!the (plan|apply) to start)|Acquiring state lock)/;

/** Selects the lines of Terraform's output that the user should see while Terraform runs. */
export class RunNotices {
  readonly #pages = new Set<string>();

  constructor(private readonly notify: (text: string) => void) {}

  /** The URLs of the pages of all runs in Terraform Cloud, oldest first. */
  get pages(): readonly string[] {
    return [...this.#pages];
  }

  /** Processes one line of the output. */
  read(line: string): void {
    for (const page of runPagesIn(line).filter((found) => !this.#pages.has(found))) {
      this.#pages.add(page);
      this.notify(`The run in Terraform Cloud: ${page}`);
    }
    if (wait.test(line)) this.notify(line);
  }
}
