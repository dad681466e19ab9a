import { at, follow, isObject, type Json } from './json';
import { resolveReferences } from './references';
import { UserError } from './user-error';

/** A resource of a stack, with unresolved references. */
export interface SynthesizedResource {
  /** The address, such as `aws_dynamodb_table.entries`. */
  readonly address: string;
  readonly block: Block;
}

export type Block = Readonly<Record<string, unknown>>;

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
    return resolveReferences(text, this);
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
}

/**
 * Returns the value of a block argument as a list of blocks. In Terraform's JSON, a single block may be an object
 * instead of a list.
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
