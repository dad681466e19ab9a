import { TerraformProvider, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

export type Attributes = Readonly<Record<string, unknown>>;

/** A block of the configuration: a resource, data source, provider or module, with Terraform's names of the arguments. */
export interface Block {
  /** For example `aws_vpc.network` or `data.aws_subnets.network`; for a provider only its type. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
  /** The construct that errors refer to. */
  readonly construct: IConstruct;
}

/** The configuration of a stack as Terraform reads it, with all constructs and overrides. */
export class Configuration {
  private readonly resources: readonly Block[];
  readonly dataSources: readonly Block[];
  readonly providers: readonly Block[];
  readonly modules: readonly Block[];

  constructor(private readonly stack: TerraformStack) {
    const { resource, data, provider, module } = stack.toTerraform();
    this.resources = this.namedBlocks(resource, '');
    this.dataSources = this.namedBlocks(data, 'data.');
    this.providers = this.providerBlocks(provider);
    this.modules = this.namedBlocks({ module }, '');
  }

  /** The resources of these types; all resources if no types are given. */
  resourcesOf(...types: readonly string[]): readonly Block[] {
    return types.length === 0 ? this.resources : this.resources.filter(({ type }) => types.includes(type));
  }

  private namedBlocks(section: unknown, prefix: string): Block[] {
    const constructs = new Map(this.stack.node.findAll().map((construct) => [construct.node.path, construct]));
    return entriesOf(section).flatMap(([type, named]) =>
      entriesOf(named).flatMap(([name, blocks]) =>
        objectsIn(blocks).map((attributes) => {
          const path = metadataPath(attributes);
          const construct = (path === undefined ? undefined : constructs.get(path)) ?? this.stack;
          return { address: `${prefix}${type}.${name}`, type, attributes, construct };
        }),
      ),
    );
  }

  /** cdktf lists the providers of a type without their paths, in the order of their constructs. */
  private providerBlocks(section: unknown): Block[] {
    const constructs = this.stack.node.findAll().filter(TerraformProvider.isTerraformProvider);
    return entriesOf(section).flatMap(([type, list]) => {
      const ofType = constructs.filter(({ terraformResourceType }) => terraformResourceType === type);
      return objectsIn(list).map((attributes, index) => ({
        address: type,
        type,
        attributes,
        construct: ofType[index] ?? this.stack,
      }));
    });
  }
}

/** Returns the nested blocks with a name, without `dynamic` blocks. cdktf writes one block as an object, and several as a list. */
export function blocksIn(attributes: Attributes, name: string): Attributes[] {
  return objectsIn(attributes[name]);
}

/** Returns the nested blocks with a name, including the contents of `dynamic` blocks. A `dynamic` block may produce no block. */
export function possibleBlocksIn(attributes: Attributes, name: string): Attributes[] {
  const repeated = objectsIn(attributes.dynamic).flatMap((dynamic) => objectsIn(dynamic[name]));
  return [...blocksIn(attributes, name), ...repeated.flatMap(({ content }) => objectsIn(content))];
}

/** Whether an argument is known to be true. The value of an expression is unknown. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Whether an argument is known to be false or absent. */
export function isFalse(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 'false';
}

export function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the strings in a value that is a string or a list. */
export function stringsIn(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}

function objectsIn(value: unknown): Attributes[] {
  return [value].flat().filter(isObject);
}

function entriesOf(value: unknown): [string, unknown][] {
  return objectsIn(value).flatMap(Object.entries);
}

function metadataPath({ '//': comment }: Attributes): string | undefined {
  const metadata = isObject(comment) ? comment.metadata : undefined;
  return isObject(metadata) && typeof metadata.path === 'string' ? metadata.path : undefined;
}
