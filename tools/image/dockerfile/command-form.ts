/** Returns the arguments of a command. The exec form is unchanged; Docker runs the shell form with `/bin/sh -c`. */
export function commandOf(content: string): string[] {
  return execForm(content) ?? ['/bin/sh', '-c', content];
}

/**
 * Parses a command in the exec form, such as `["node", "server.js"]`.
 * @returns undefined for any other text, which is in the shell form
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
