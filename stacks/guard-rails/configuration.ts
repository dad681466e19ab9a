import { TerraformProvider, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Attributes, isObject, objectsIn } from './attributes';

/** A block of the configuration: a resource, data source, provider or module. Its arguments have Terraform's names. */
export interface Block {
  /** The address, for example `aws_vpc.network` or `data.aws_subnets.network`. The address of a provider is its type, for example `aws`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
  /** The construct to which error messages are attached. */
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

  /** Returns the resources of these types. Without types, it returns all resources. */
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

  /**
   * Returns the providers. In the JSON of cdktf, providers have no construct path, but the providers of one type are in the order of their
   * constructs.
   */
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

function entriesOf(value: unknown): [string, unknown][] {
  return objectsIn(value).flatMap(Object.entries);
}

function metadataPath({ '//': comment }: Attributes): string | undefined {
  const metadata = isObject(comment) ? comment.metadata : undefined;
  return isObject(metadata) && typeof metadata.path === 'string' ? metadata.path : undefined;
}
