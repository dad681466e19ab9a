/** How long a step runs before its title is printed, in milliseconds. */
const longStepMs = 2_000;

/**
 * Runs a step of the start, and prints its duration at the end. The title of a long step is also printed while the step
 * still runs.
 */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const announcement = setTimeout(() => console.log(`      ...  ${title}`), longStepMs);
  try {
    const result = await work();
    // The duration is printed before the title, because a title can have any length: it may contain the name of a
    // table.
    console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${title}`);
    return result;
  } finally {
    clearTimeout(announcement);
  }
}
