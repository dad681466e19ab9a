/**
 * The reason why an image needs a container engine: an instruction that cannot be assembled. Thrown while a Dockerfile
 * is read.
 */
export class NeedsEngine {
  constructor(readonly reason: string) {}
}

/** @returns the result of the work, or the NeedsEngine that it throws */
export function orNeedsEngine<T>(work: () => T): T | NeedsEngine {
  try {
    return work();
  } catch (error) {
    if (error instanceof NeedsEngine) return error;
    throw error;
  }
}
