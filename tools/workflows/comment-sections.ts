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
