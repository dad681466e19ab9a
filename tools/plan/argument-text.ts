import type { ArgumentChange } from './argument-changes';

/** The maximum length of a value in the summary, in characters. */
const maxCharacters = 60;
const knownAfterApply = '(known after the apply)';

/** Formats one changed argument as a line, such as `desired_count: 1 → 2` or `subnets: + subnet-b, - subnet-a`. */
export function argumentText({ path, before, after, sensitive, unknown }: ArgumentChange): string {
  if (sensitive) return `${path}: (sensitive)`;
  if (Array.isArray(before) && (Array.isArray(after) || unknown)) {
    const left = Array.isArray(after) ? after : [];
    const added = [
      ...left.filter((item) => !before.includes(item)).map(valueText),
      ...(unknown ? [knownAfterApply] : []),
    ];
    const removed = before.filter((item) => !left.includes(item)).map(valueText);
    const parts = [...added.map((item) => `+ ${item}`), ...removed.map((item) => `- ${item}`)];
    if (parts.length > 0) return `${path}: ${parts.join(', ')}`;
  }
  return `${path}: ${valueText(before)} → ${unknown ? knownAfterApply : valueText(after)}`;
}

/**
 * Returns a value as text. If the text is longer than 60 characters, its middle is left out, because values such as
 * ARNs differ at their ends.
 */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  const line = shortened(typeof value === 'string' ? value : variableValue(value)).replace(/\s+/g, ' ');
  return line.length <= maxCharacters
    ? line
    : `${line.slice(0, maxCharacters / 2 - 1)}…${line.slice(-maxCharacters / 2)}`;
}

/**
 * Formats an environment variable of a container without its name, because the path already contains the name. For
 * example, returns `30` for `{"name": "POSTS_PER_MINUTE", "value": "30"}`.
 */
function variableValue(value: unknown): string {
  const { name, value: own, ...others } = Object(value) as Record<string, unknown>;
  const isVariable = typeof name === 'string' && typeof own === 'string' && Object.keys(others).length === 0;
  return isVariable ? own : JSON.stringify(value);
}

/** Shortens the names of ECR images: removes the registry and keeps only the first digits of the digest. */
function shortened(text: string): string {
  return text.replace(/^\d{12}\.dkr\.ecr\.[^/]+\//, '').replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1…');
}
