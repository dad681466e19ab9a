/** A step that runs longer than this is printed while it still runs. */
const longStepMs = 2_000;

/** Runs a step of the start, and prints how long it took. A long step is also printed while it still runs. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const announcement = setTimeout(() => console.log(`      ...  ${title}`), longStepMs);
  try {
    const result = await work();
    // The time comes first, because a title can have any length: it may contain the name of a table.
    console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${title}`);
    return result;
  } finally {
    clearTimeout(announcement);
  }
}
