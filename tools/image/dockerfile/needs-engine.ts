/** Thrown while a Dockerfile is read, if only a container engine can build its image. */
export class NeedsEngine {
  /** @param reason the sentence for messages that says why */
  constructor(readonly reason: string) {}
}

/** Runs work that may throw NeedsEngine. @returns the result of the work, or the NeedsEngine */
export function orNeedsEngine<T>(work: () => T): T | NeedsEngine {
  try {
    return work();
  } catch (error) {
    if (error instanceof NeedsEngine) return error;
    throw error;
  }
}
