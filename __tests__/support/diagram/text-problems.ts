import type { Diagram } from '../../../tools/diagram/diagram-model';

const unknownValue = /\b(NaN|Infinity|undefined|null)\b|\[object|\b0 (zones|hosts|tasks)\b/;
/** Matches text in which a value is missing, for example before a comma or after the word `for`. */
const missingValue = /^\s*$|^\W*,|,\W*$|(^|\s)(for|in|of|service)$|:$|\s\s/i;

/** Returns the labels of boxes, frames and arrows in which a value is unknown or missing. */
export function textProblems({ nodes, groups, edges }: Diagram): readonly string[] {
  const texts = [
    ...nodes.flatMap(({ title, lines }) => [title, ...lines.filter((line) => !endsWithColon(line))]),
    ...groups.map(({ title }) => title),
    ...edges.flatMap(({ label }) => label ?? []),
  ];
  return texts.filter((text) => unknownValue.test(text) || missingValue.test(text));
}

/** Whether a line shows the number of permissions. Its final colon is correct, because the next line lists the services. */
function endsWithColon(line: string): boolean {
  return /^\d+ permissions in \d+ services:$/.test(line);
}
