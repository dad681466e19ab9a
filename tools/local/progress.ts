/** Does a step of the start and says, once it is done, how long it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  // The time stands first: a table's name, and so a title, may be of any length.
  console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${title}`);
  return result;
}
