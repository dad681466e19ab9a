import { unavailable } from './problem';

/** How many transfers may go on at the same time. */
export interface TransferLimits {
  /** In this process. */
  readonly total: number;
  /** Of one client among them. */
  readonly perClient: number;
  /** What a client reads for whom there is no room: one sentence. */
  readonly refusal: string;
}

/** Files that come in: each may need 18 MiB for as long as its line is slow. */
export const uploadLimits: TransferLimits = {
  total: 12,
  perClient: 4,
  refusal: 'Too many files are being uploaded at the moment.',
};

/** Files that go out: each holds one of the fifty connections to S3 for as long as its reader takes. Uploads need the others. */
export const downloadLimits: TransferLimits = {
  total: 32,
  perClient: 8,
  refusal: 'Too many files are being read at the moment.',
};

/** Bounds how many files are on their way at the same time, and so what they hold together. */
export class TransferSlots {
  readonly #limits: TransferLimits;
  readonly #taken = new Map<string, number>();

  constructor(limits: TransferLimits) {
    this.#limits = limits;
  }

  /**
   * Takes a slot.
   * @param client as `clientOf` names it
   * @returns gives the slot back; to be called once
   * @throws Problem 503 where there is none
   */
  take(client: string): () => void {
    const { total, perClient, refusal } = this.#limits;
    const own = this.#taken.get(client) ?? 0;
    const all = [...this.#taken.values()].reduce((sum, one) => sum + one, 0);
    if (own >= perClient || all >= total) {
      throw unavailable(`${refusal} Please try again in a few seconds.`, null, 5);
    }
    this.#taken.set(client, own + 1);
    return () => {
      const left = (this.#taken.get(client) ?? 0) - 1;
      if (left > 0) this.#taken.set(client, left);
      else this.#taken.delete(client);
    };
  }

  /**
   * Takes one of the slots while `work` goes on.
   * @param client as `clientOf` names it
   * @throws Problem 503 where there is none
   */
  async run<T>(client: string, work: () => Promise<T>): Promise<T> {
    const giveBack = this.take(client);
    try {
      return await work();
    } finally {
      giveBack();
    }
  }
}
