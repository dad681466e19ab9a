import type * as v from 'valibot';
import { nearest } from './nearest';

/** The part of a valibot schema that the search for fields reads. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  readonly getter?: (input: unknown) => Node;
  /** The kinds of a union. */
  readonly options?: readonly Node[];
  readonly literal?: unknown;
}

/** The message about a field that the shape does not have. */
export interface UnknownField {
  readonly remedy: string;
  /** The field that a misspelt one most likely means. */
  readonly meant?: string;
}

/**
 * Looks for what was meant with a field that the shape does not have: a field of another kind, or one with a similar name.
 * @param path the path of valibot's issue, which ends with the field
 */
export function unknownField(shape: Node, path: readonly v.IssuePathItem[]): UnknownField {
  const field = String(path.at(-1)?.key);
  const parent = parentOf(shape, path);
  const input = path.at(-1)?.input;
  const own = kindOf(parent, input);
  const owner = parent.options?.find((option) => option.entries?.[field] !== undefined);
  if (owner) {
    const [other, given] = [owner, own].map((node) => String(node.entries?.kind?.literal));
    return { remedy: `It belongs to kind '${other}', and this is kind '${given}'. Remove it, or change the kind.` };
  }
  const known = Object.keys(own.entries ?? {});
  const meant = nearest(field, known);
  if (meant !== undefined) return { remedy: `There is no such field. Did you mean "${meant}"?`, meant };
  return { remedy: `There is no such field; there ${known.length === 1 ? 'is only' : 'are'} ${known.join(', ')}.` };
}

function parentOf(shape: Node, path: readonly v.IssuePathItem[]): Node {
  let node = resolved(shape, path[0]?.input);
  for (const { key, input, value } of path.slice(0, -1)) {
    node = resolved(kindOf(node, input).entries?.[String(key)] ?? node, value);
  }
  return node;
}

/** Without what makes a schema optional or chooses it by its value. */
function resolved(node: Node, input: unknown): Node {
  const inner = node.wrapped ?? node.getter?.(input);
  return inner ? resolved(inner, input) : node;
}

/** The member of a union that the value's kind names. */
function kindOf(node: Node, input: unknown): Node {
  const { kind } = input as { readonly kind?: unknown };
  return node.options?.find(({ entries }) => entries?.kind?.literal === kind) ?? node;
}
