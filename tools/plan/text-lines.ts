/** The maximum length of a line, in characters. */
const width = 110;

export type Color = (text: string) => string;

/**
 * Wraps a line at a separator. The continuation lines are indented to the beginning of `text`.
 * @returns an empty list if `text` is empty
 */
export function wrapped(start: string, text: string, separator = ' '): string[] {
  if (text === '') return [];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(separator)) {
    const longer = line === '' ? word : `${line}${separator}${word}`;
    if (line !== '' && start.length + longer.length > width) {
      lines.push(`${line}${separator}`.trimEnd());
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((text, index) => `${index === 0 ? start : ' '.repeat(start.length)}${text}`);
}

/** Returns a section: an empty line, the heading and the lines. @returns an empty list if there are no lines */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : [];
}
