import { TerraformProvider, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

export type Attributes = Readonly<Record<string, unknown>>;

/** A resource, a data source or a provider, with its arguments in Terraform's own names. */
export interface Block {
  /** As in `aws_vpc.network` or `data.aws_subnets.network`; of a provider its type alone. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
  /** What errors are shown at. */
  readonly construct: IConstruct;
}

/** A stack as Terraform will read it: every construct of it, whoever added it, with every override. */
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

  /** The resources of these types, or all. */
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

  /** cdktf lists the providers of one type in the order of their constructs, and does not say which is which. */
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

/** The nested blocks of one name that are there for sure: cdktf writes one as an object, several as a list. */
export function blocksIn(attributes: Attributes, name: string): Attributes[] {
  return objectsIn(attributes[name]);
}

/** The nested blocks of one name, and those that `dynamic` repeats, perhaps not once. */
export function possibleBlocksIn(attributes: Attributes, name: string): Attributes[] {
  const repeated = objectsIn(attributes.dynamic).flatMap((dynamic) => objectsIn(dynamic[name]));
  return [...blocksIn(attributes, name), ...repeated.flatMap(({ content }) => objectsIn(content))];
}

/** Whether an argument is on for sure; of an expression nobody knows. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Whether an argument is off for sure. */
export function isFalse(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 'false';
}

export function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The strings of a value that is one or a list of them. */
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
