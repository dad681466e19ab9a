import type * as v from 'valibot';
import { nearest } from './nearest';

/** The properties of a valibot schema that `unknownField` reads. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  /** For an object with any keys: the schema of its values. */
  readonly value?: Node;
  readonly getter?: (input: unknown) => Node;
  /** For a union: the schemas of its members. */
  readonly options?: readonly Node[];
  readonly literal?: unknown;
}

/** What to do about an unknown field. */
export interface UnknownField {
  readonly remedy: string;
  /** The intended field, if the unknown field is probably a misspelling; otherwise undefined. */
  readonly meant?: string;
}

/**
 * Returns what to do about an unknown field. The remedy names the kind that has this field, or a field with a similar name, or all known
 * fields.
 * @param path the path of valibot's issue, which ends with the unknown field
 */
export function unknownField(shape: Node, path: readonly v.IssuePathItem[]): UnknownField {
  const field = String(path.at(-1)?.key);
  const parent = parentOf(shape, path);
  const input = path.at(-1)?.input;
  const own = kindOf(parent, input);
  const owner = parent.options?.find((option) => option.entries?.[field] !== undefined);
  if (owner) {
    const [ownerKind, ownKind] = [owner, own].map((node) => String(node.entries?.kind?.literal));
    return {
      remedy: `This field belongs to the kind '${ownerKind}', but the kind here is '${ownKind}'. Remove the field, or change the kind.`,
    };
  }
  const known = Object.keys(own.entries ?? {});
  const meant = nearest(field, known);
  if (meant !== undefined) return { remedy: `There is no such field. Did you mean "${meant}"?`, meant };
  return { remedy: `There is no such field. Known fields: ${known.join(', ')}.` };
}

function parentOf(shape: Node, path: readonly v.IssuePathItem[]): Node {
  let node = resolved(shape, path[0]?.input);
  for (const { key, input, value } of path.slice(0, -1)) {
    node = resolved(kindOf(node, input).entries?.[String(key)] ?? node.value ?? node, value);
  }
  return node;
}

/** Returns the schema that an optional or lazy schema wraps. Returns any other schema unchanged. */
function resolved(node: Node, input: unknown): Node {
  const inner = node.wrapped ?? node.getter?.(input);
  return inner ? resolved(inner, input) : node;
}

/** Returns the member of a union that has the kind of the input. Returns the schema unchanged if it has no such member. */
function kindOf(node: Node, input: unknown): Node {
  const { kind } = input as { readonly kind?: unknown };
  return node.options?.find(({ entries }) => entries?.kind?.literal === kind) ?? node;
}
