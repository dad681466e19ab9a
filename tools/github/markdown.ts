/** Returns a Markdown code block with this text. The fence of the block is longer than any fence in the text. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([{ length }]) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

/**
 * Shortens a string to at most this length, and cuts it at the end of a line if possible. GitHub allows only 65,536
 * characters in a comment.
 */
export function truncated(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = text.lastIndexOf('\n', maxCharacters);
  return `${text.slice(0, end > 0 ? end : maxCharacters)}\n… the rest is in the log of the run`;
}
