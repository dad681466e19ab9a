/** Posts an entry, and repeats the request while the app is too busy (status 503). */
export async function postEntry(origin: string): Promise<void> {
  const response = await fetch(origin, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', digits: '00000001' }),
  });
  await response.arrayBuffer();
  if (response.status === 503) return postEntry(origin);
  if (response.status !== 201)
    throw new Error(`Posting an entry returned status ${response.status}; 201 was expected.`);
}

/**
 * Posts entries at a constant rate.
 * @returns a function that stops posting, and waits for the running requests
 */
export function keepPosting(origin: string, perSecond: number): () => Promise<void> {
  const posts = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const post = postEntry(origin).finally(() => posts.delete(post));
    posts.add(post);
  }, 1_000 / perSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(posts);
  };
}
