/** The first line of the comment on a pull request. The next run finds the comment by this line. */
export const commentMarker = '<!-- eight-digit: plans and preview -->';

/**
 * Replaces one section of a comment, or adds the section at the end. The other sections do not change.
 * @param text the new section; an empty string removes the section
 */
export function replaceSection(comment: string, name: string, text: string): string {
  const [start, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const section = text === '' ? '' : `${start}\n${text.trim()}\n${end}`;
  const from = comment.indexOf(start);
  const to = comment.indexOf(end, from);
  if (from === -1 || to === -1) return section === '' ? comment : `${comment.trimEnd()}\n\n${section}\n`;
  return `${comment.slice(0, from)}${section}${comment.slice(to + end.length)}`;
}
