/**
 * Why only a container engine can build an image, as a sentence: an instruction of the Dockerfile cannot be assembled.
 * Thrown while the Dockerfile is read.
 */
export class NeedsEngine {
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
