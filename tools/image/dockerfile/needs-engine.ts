/** Thrown if only a container engine can build the image of a Dockerfile. */
export class NeedsEngine {
  /** @param reason why an engine is needed, as a sentence for messages */
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
