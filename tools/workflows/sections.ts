/** The first line of the comment on a pull request, by which the next run finds it. */
export const commentMarker = '<!-- eight-digit: plans and preview -->';

/** Replaces one section of a comment, or adds it at the end. The other sections stay. An empty text removes the section. */
export function replaceSection(comment: string, name: string, text: string): string {
  const [start, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const section = text === '' ? '' : `${start}\n${text.trim()}\n${end}`;
  const from = comment.indexOf(start);
  const to = comment.indexOf(end, from);
  if (from === -1 || to === -1) return section === '' ? comment : `${comment.trimEnd()}\n\n${section}\n`;
  return `${comment.slice(0, from)}${section}${comment.slice(to + end.length)}`;
}

/** A Markdown code block. Its fence is longer than any fence in the text. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([{ length }]) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

/** Truncates a text, at the end of a line if possible, because GitHub allows 65,536 characters in a comment. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf('\n', most);
  return `${text.slice(0, end > 0 ? end : most)}\n… the rest is in the log of the run`;
}
