import { isObject } from './is-object';
import { UserError } from './user-error';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A resource of a stack, with unresolved references. */
export interface SynthesizedResource {
  /** The address, such as `aws_dynamodb_table.entries`. */
  readonly address: string;
  readonly block: Block;
}

export type Block = Readonly<Record<string, unknown>>;

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

/** The JSON of one stack as cdktf writes it. References in it are `${…}` expressions. */
export class SynthesizedStack {
  /** @param document the parsed content of `cdk.tf.json` */
  constructor(readonly document: Json) {}

  /** The region of the stack; an empty string if its AWS provider names none. */
  get region(): string {
    const providers = blocksOf(follow(this.document, ['provider', 'aws']), 'provider.aws');
    return String(providers.find(({ alias }) => alias === undefined)?.region ?? '');
  }

  /** Returns the resources of one type, such as `aws_dynamodb_table`. */
  resources(type: string): readonly SynthesizedResource[] {
    const resources = at(at(this.document, 'resource'), type);
    return blocksOf(resources, `resource.${type}`)
      .flatMap(Object.entries)
      .flatMap(([name, resource]) =>
        blocksOf(resource, `${type}.${name}`).map((block) => ({ address: `${type}.${name}`, block })),
      );
  }

  /** Returns all resources, sorted by type. */
  allResources(): readonly (SynthesizedResource & { readonly type: string })[] {
    const types = Object.keys(at(this.document, 'resource') ?? {}).sort();
    return types.flatMap((type) => this.resources(type).map((resource) => ({ ...resource, type })));
  }

  /**
   * Replaces each reference with its value, if the value is in the same file: `${aws_dynamodb_table.entries.name}`,
   * `${var.name}` with a default, or the region of the provider. The account number becomes twelve zeros.
   * @throws UserError for an expression that only Terraform or AWS can evaluate, and for a circular reference
   */
  resolve(text: string): string {
    return this.resolveWithin(text, []);
  }

  /** Resolves references like `resolve`, but returns undefined instead of throwing a UserError. */
  resolveIfKnown(text: unknown): string | undefined {
    try {
      return typeof text === 'string' ? this.resolve(text) : undefined;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  /** @param outer the expressions that are being resolved, the outermost first. The value of the last one is `text` */
  private resolveWithin(text: string, outer: readonly string[]): string {
    return text.replace(/(\$\$|%%)\{|%\{|\$\{([^}]*)\}/g, (match, escaped?: string, inner = '') => {
      if (escaped !== undefined) return match.slice(1);
      const expression: string = inner.trim();
      if (outer.includes(expression)) {
        throw new UserError(`"${text}" is a circular reference: ${[...outer, expression].join(' -> ')}.`);
      }
      const value = this.evaluate(expression);
      if (value === undefined || value === null || typeof value === 'object') {
        throw new UserError(`"${text}" is known only after an apply.`);
      }
      return typeof value === 'string' ? this.resolveWithin(value, [...outer, expression]) : String(value);
    });
  }

  private evaluate(expression: string): Json | undefined {
    const path = expression.replace(optionalReference, '$1[0].$2');
    if (!reference.test(path)) return undefined;
    const [kind = '', ...keys] = path.split(/[.[\]]+/).filter((key) => key !== '');
    if (kind === 'var') return keys.length === 1 ? follow(this.document, ['variable', ...keys, 'default']) : undefined;
    if (kind === 'local') return follow(this.document, ['locals', ...keys]);
    return kind === 'data' ? this.evaluateData(keys) : this.evaluateResource(kind, keys);
  }

  private evaluateData([type = '', name = '', ...attributes]: readonly string[]): Json | undefined {
    if (type === 'aws_caller_identity') return attributes.join() === 'account_id' ? localAccount : undefined;
    if (type !== 'aws_region' || attributes.length !== 1 || !regionAttributes.includes(attributes[0])) return undefined;
    const source = follow(this.document, ['data', type, name]);
    if (at(source, 'provider') !== undefined) return undefined;
    return at(source, 'region') ?? (this.region || undefined);
  }

  private evaluateResource(type: string, [name, ...keys]: readonly string[]): Json | undefined {
    const resource = this.resources(type).find(({ address }) => address === `${type}.${name}`)?.block;
    if (resource === undefined || resource.for_each !== undefined) return undefined;
    const index = /^\d+$/.test(keys[0] ?? '') ? Number(keys[0]) : undefined;
    if (typeof resource.count === 'number' && resource.count <= (index ?? 0)) return undefined;
    const [attribute = '', ...rest] = index === undefined ? keys : keys.slice(1);
    const named = attribute === 'id' ? nameAttributes[type] : undefined;
    return follow(resource as Json, [named ?? attribute, ...rest]);
  }
}

/**
 * Returns the blocks of one kind as a list. In Terraform's JSON, they are a list of objects, or one object if there is
 * a single block.
 * @param what how the error message names the blocks
 * @throws UserError if the value is something else, such as an expression
 */
export function blocksOf(value: unknown, what: string): readonly Block[] {
  if (value === undefined || value === null) return [];
  const blocks: unknown[] = Array.isArray(value) ? value : [value];
  if (blocks.every(isObject)) {
    return blocks as Block[];
  }
  throw new UserError(`${what} is ${JSON.stringify(value)}; expected an object or a list of objects.`);
}

function follow(value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce(at, value);
}

function at(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, Json>)[key] : undefined;
}
