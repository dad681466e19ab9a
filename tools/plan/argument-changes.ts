import type { Change } from './plan-json';

/** One argument that differs. */
export interface ArgumentChange {
  /** As in `container_definitions[0].image`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const unknown = '(known after the apply)';
const sensitive = '(sensitive)';
const absent = 'none';

/** Compares two values of a resource, and texts that contain JSON as JSON. Sensitive values are hidden. */
export function argumentChanges({ before, after, ...marks }: Change): ArgumentChange[] {
  const found: ArgumentChange[] = [];
  compare('', before, after, marks.after_unknown, [marks.before_sensitive, marks.after_sensitive], found);
  return found;
}

type Sensitivity = readonly [unknown, unknown];

function compare(
  path: string,
  before: unknown,
  after: unknown,
  notKnown: unknown,
  hidden: Sensitivity,
  found: ArgumentChange[],
): void {
  if (notKnown === true) {
    found.push({ path, before: shown(before, hidden[0]), after: unknown });
    return;
  }
  const [one, other] = [parsed(before), parsed(after)];
  if (JSON.stringify(one) === JSON.stringify(other) && !contains(notKnown)) return;
  if (
    isNested(one) &&
    isNested(other) &&
    hidden[0] !== true &&
    hidden[1] !== true &&
    Array.isArray(one) === Array.isArray(other)
  ) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other), ...Object.keys(Object(notKnown))])) {
      const next: Sensitivity = [at(hidden[0], key), at(hidden[1], key)];
      compare(joined(path, key, Array.isArray(one)), at(one, key), at(other, key), at(notKnown, key), next, found);
    }
    return;
  }
  if (JSON.stringify(one) !== JSON.stringify(other)) {
    found.push({ path, before: shown(one, hidden[0]), after: shown(other, hidden[1]) });
  }
}

/** A document in a text, such as a policy; anything else as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function contains(notKnown: unknown): boolean {
  return notKnown === true || (isNested(notKnown) && Object.values(notKnown).some(contains));
}

function at(value: unknown, key: string): unknown {
  if (value === true) return true;
  return isNested(value) ? (value as Record<string, unknown>)[key] : undefined;
}

function joined(path: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function shown(value: unknown, hidden: unknown): string {
  if (contains(hidden)) return sensitive;
  if (value === undefined || value === null || value === '') return absent;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
