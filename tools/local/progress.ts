/** A step that takes longer is announced while it runs. */
const patienceMs = 2_000;

/** Does a step of the start, and prints how long it took once it is done. A long step is also named while it runs. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const announcement = setTimeout(() => console.log(`      ...  ${title}`), patienceMs);
  try {
    const result = await work();
    // The time comes first: a table's name, and so a title, may be of any length.
    console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${title}`);
    return result;
  } finally {
    clearTimeout(announcement);
  }
}
