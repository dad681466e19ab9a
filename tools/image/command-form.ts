/** The exec form of a command as it is; the shell form as Docker runs it. */
export function commandOf(content: string): string[] {
  return execForm(content) ?? ['/bin/sh', '-c', content];
}

/** The words of `["node", "server.js"]`; undefined for the shell form, which is everything that is not such JSON. */
export function execForm(content: string): string[] | undefined {
  if (!content.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(content);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}
