import { at, follow, type Json } from './json';
import { UserError } from './user-error';

/** The values in a stack that references can refer to. */
export interface ReferencedStack {
  readonly document: Json;
  readonly region: string;
  resources(type: string): readonly { readonly address: string; readonly block: Readonly<Record<string, unknown>> }[];
}

/** Matches a reference, with or without indexes, such as `local.names[0]` and `aws_dynamodb_table.entries.name`. */
const reference = /^\w[\w-]*(\.[\w-]+|\[\d+\])+$/;
/** Matches a reference to a resource with a count of 0 or 1, such as `one(aws_lb.app[*].arn)`. */
const optionalReference = /^one\((aws_\w+\.[\w-]+)\[\*\]\.([\w.]+)\)$/;
/** The attributes of `data.aws_region` that are known without AWS. */
const regionAttributes: readonly unknown[] = ['id', 'name', 'region'];
/** The account number in all local runs, for example in the names of buckets. No AWS account has this number. */
const localAccount = '000000000000';
/** For each type of resource, the attribute that has the same value as `id`. */
const nameAttributes: Readonly<Record<string, string>> = { aws_dynamodb_table: 'name', aws_s3_bucket: 'bucket' };

/**
 * Replaces each reference in a text with its value.
 * @param outer the expressions that are being resolved, the outermost first. `text` is the value of the last one
 * @throws UserError for an expression whose value the stack does not contain, and for a circular reference
 */
export function resolveReferences(text: string, stack: ReferencedStack, outer: readonly string[] = []): string {
  return text.replace(/(\$\$|%%)\{|%\{|\$\{([^}]*)\}/g, (match, escaped?: string, inner = '') => {
    if (escaped !== undefined) return match.slice(1);
    const expression: string = inner.trim();
    if (outer.includes(expression)) {
      throw new UserError(`"${text}" is a circular reference: ${[...outer, expression].join(' -> ')}.`);
    }
    const value = evaluate(expression, stack);
    if (value === undefined || value === null || typeof value === 'object') {
      throw new UserError(`"${text}" is known only after an apply.`);
    }
    return typeof value === 'string' ? resolveReferences(value, stack, [...outer, expression]) : String(value);
  });
}

function evaluate(expression: string, stack: ReferencedStack): Json | undefined {
  const path = expression.replace(optionalReference, '$1[0].$2');
  if (!reference.test(path)) return undefined;
  const [kind = '', ...keys] = path.split(/[.[\]]+/).filter((key) => key !== '');
  if (kind === 'var') return keys.length === 1 ? follow(stack.document, ['variable', ...keys, 'default']) : undefined;
  if (kind === 'local') return follow(stack.document, ['locals', ...keys]);
  return kind === 'data' ? evaluateData(keys, stack) : evaluateResource(kind, keys, stack);
}

function evaluateData(
  [type = '', name = '', ...attributes]: readonly string[],
  stack: ReferencedStack,
): Json | undefined {
  if (type === 'aws_caller_identity') return attributes.join() === 'account_id' ? localAccount : undefined;
  if (type !== 'aws_region' || attributes.length !== 1 || !regionAttributes.includes(attributes[0])) return undefined;
  const source = follow(stack.document, ['data', type, name]);
  if (at(source, 'provider') !== undefined) return undefined;
  return at(source, 'region') ?? (stack.region || undefined);
}

function evaluateResource(type: string, [name, ...keys]: readonly string[], stack: ReferencedStack): Json | undefined {
  const resource = stack.resources(type).find(({ address }) => address === `${type}.${name}`)?.block;
  if (resource === undefined || resource.for_each !== undefined) return undefined;
  const index = /^\d+$/.test(keys[0] ?? '') ? Number(keys[0]) : undefined;
  if (typeof resource.count === 'number' && resource.count <= (index ?? 0)) return undefined;
  const [attribute = '', ...rest] = index === undefined ? keys : keys.slice(1);
  const named = attribute === 'id' ? nameAttributes[type] : undefined;
  return follow(resource as Json, [named ?? attribute, ...rest]);
}
