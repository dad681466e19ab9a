import { addressesIn } from '../../shared/addresses';
import { resourceCount } from '../../shared/resource-count';
import { type Block, blocksOf, type SynthesizedStack } from '../../shared/synthesized-stack';

/** A resource or data source of a stack. */
export interface GraphResource {
  /** The address, such as `aws_lb.load_balancer`. The address of a data source begins with `data.`. */
  readonly address: string;
  readonly type: string;
  readonly block: Block;
}

/** Terraform's meta-arguments, which do not describe the resource itself. References in these arguments are ignored. */
const metaArguments = ['//', 'count', 'depends_on', 'lifecycle'];

/** The resources and data sources of a synthesized stack, and the references between them. A resource with a count of 0 is left out. */
export class StackGraph {
  readonly resources: readonly GraphResource[];
  readonly #byAddress: ReadonlyMap<string, GraphResource>;
  readonly #references = new Map<string, readonly string[]>();

  constructor(readonly stack: SynthesizedStack) {
    const document = stack.document as { readonly data?: object };
    this.resources = stack.allResources().filter(({ block }) => resourceCount(block) !== 0);
    const all = [...this.resources, ...dataSources(document.data)];
    this.#byAddress = new Map(all.map((resource) => [resource.address, resource]));
    for (const { address, block } of all) this.#references.set(address, this.referencesIn(withoutMeta(block)));
  }

  /** Returns the resources of a type. For `data.<type>`, returns the data sources of the type. */
  of(type: string): readonly GraphResource[] {
    return [...this.#byAddress.values()].filter((one) => one.type === type);
  }

  find(address: string): GraphResource | undefined {
    return this.#byAddress.get(address);
  }

  /** Returns the addresses of the resources and data sources to which a value refers. Each address is returned once. */
  referencesIn(value: unknown): readonly string[] {
    return addressesIn(value).filter((address) => this.#byAddress.has(address));
  }

  /** Returns the first resource of a type to which a value refers; undefined if there is none. */
  referenced(value: unknown, type: string): GraphResource | undefined {
    return this.referencesIn(value)
      .flatMap((address) => this.find(address) ?? [])
      .find((one) => one.type === type);
  }

  /** Returns the resources that refer to the resource with this address. */
  referrers(address: string): readonly GraphResource[] {
    return this.resources.filter(
      (one) => one.address !== address && this.#references.get(one.address)?.includes(address),
    );
  }

  /** Returns an argument as text. Replaces the references whose values are known, and keeps all other references. */
  text(value: unknown): string {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') return '';
    return this.stack.resolveIfKnown(value) ?? value;
  }
}

/** Returns the total number of instances of these resources. A count that only Terraform can evaluate is assumed to be 1. */
export function totalCount(resources: readonly GraphResource[]): number {
  const counts = resources.map(({ block }) => resourceCount(block));
  return counts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 1), 0);
}

function dataSources(data: object | undefined): readonly GraphResource[] {
  return Object.entries(data ?? {}).flatMap(([type, named]: [string, object]) =>
    Object.entries(named).flatMap(([name, value]) =>
      blocksOf(value, `data.${type}.${name}`).map((block) => ({
        address: `data.${type}.${name}`,
        type: `data.${type}`,
        block,
      })),
    ),
  );
}

function withoutMeta(block: Block): Block {
  return Object.fromEntries(Object.entries(block).filter(([name]) => !metaArguments.includes(name)));
}
