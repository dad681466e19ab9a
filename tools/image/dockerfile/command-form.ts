/** Returns the arguments of a command: the exec form unchanged, the shell form with `/bin/sh -c`, as Docker runs it. */
export function commandOf(content: string): string[] {
  return execForm(content) ?? ['/bin/sh', '-c', content];
}

/**
 * Returns the words of an exec form, such as `["node", "server.js"]`; undefined for the shell form. All other text is
 * in the shell form.
 */
export function execForm(content: string): string[] | undefined {
  if (!content.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(content);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}
