import { unavailable } from '../http/problem';

export interface UploadLimits {
  /** Files that this process takes in at the same time: each may need 18 MiB for as long as its line is slow. @default 12 */
  readonly total?: number;
  /** Files of one client among them. @default 4 */
  readonly perClient?: number;
}

/** Bounds how many files come in at the same time, and so the memory that they need together. */
export class UploadSlots {
  readonly #total: number;
  readonly #perClient: number;
  readonly #taken = new Map<string, number>();

  constructor({ total = 12, perClient = 4 }: UploadLimits = {}) {
    this.#total = total;
    this.#perClient = perClient;
  }

  /**
   * Takes one of the slots while `work` goes on.
   * @param client as `clientOf` names it
   * @throws Problem 503 where there is none
   */
  async run<T>(client: string, work: () => Promise<T>): Promise<T> {
    const own = this.#taken.get(client) ?? 0;
    const all = [...this.#taken.values()].reduce((sum, one) => sum + one, 0);
    if (own >= this.#perClient || all >= this.#total) {
      throw unavailable('Too many files are being uploaded at the moment. Please try again in a few seconds.', null, 5);
    }
    this.#taken.set(client, own + 1);
    try {
      return await work();
    } finally {
      const left = (this.#taken.get(client) ?? 0) - 1;
      if (left > 0) this.#taken.set(client, left);
      else this.#taken.delete(client);
    }
  }
}
