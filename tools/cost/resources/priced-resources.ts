import { withoutIndex } from '../../shared/addresses';
import { type Block, blocksOf } from '../../shared/synthesized-stack';

/** A resource with its arguments, read from the synthesized JSON or from a plan. */
export interface PricedResource {
  /** The address, such as `aws_lb.load_balancer`. In a plan, it can end with an index, as in `aws_ecs_service.app[0]`. */
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly values: Block;
  /**
   * The reason why the costs are unknown whatever the arguments are, such as `count = ${var.n}`.
   * @default undefined: the arguments determine whether the costs are known
   */
  readonly unknown?: string;
  /** Whether the resource exists only if an image is deployed. A parked environment lacks such resources. */
  readonly needsImage: boolean;
  /** Returns the addresses of the resources to which an argument refers, without indexes. */
  readonly references: (argument: string) => readonly string[];
}

/** The resources of one stack. */
export class PricedResources {
  constructor(
    readonly region: string,
    readonly all: readonly PricedResource[],
  ) {}

  of(type: string): readonly PricedResource[] {
    return this.all.filter((resource) => resource.type === type);
  }

  /**
   * Returns the resources of a type to which an argument refers. If it refers to none, but the stack contains exactly one
   * resource of the type, returns that resource.
   */
  referenced(from: PricedResource, argument: string, type: string): readonly PricedResource[] {
    const addresses = from.references(argument);
    const found = this.of(type);
    const named = found.filter(({ address }) => addresses.includes(withoutIndex(address)));
    return named.length > 0 || found.length > 1 ? named : found;
  }

  /** Returns a copy of the stack with another resource added. */
  with(resource: PricedResource): PricedResources {
    return new PricedResources(this.region, [...this.all, resource]);
  }

  /** Returns a copy of the stack with changed resources. @param change returns the changed resource; undefined removes it */
  changed(change: (resource: PricedResource) => PricedResource | undefined): PricedResources {
    return new PricedResources(
      this.region,
      this.all.flatMap((resource) => change(resource) ?? []),
    );
  }
}

/** Whether an argument of one resource refers to another resource. */
export function refersTo(from: Pick<PricedResource, 'references'>, argument: string, to: PricedResource): boolean {
  return from.references(argument).includes(withoutIndex(to.address));
}

/** Returns the blocks of an argument as a list. In Terraform's JSON, a single block may be an object instead of a list. */
export function blocks({ values }: Pick<PricedResource, 'values'>, argument: string): readonly Block[] {
  const value = values[argument];
  return Array.isArray(value) || (typeof value === 'object' && value !== null) ? blocksOf(value, argument) : [];
}

/** Returns the first block of an argument; an empty object if there is none. */
export function block(resource: Pick<PricedResource, 'values'>, argument: string): Block {
  return blocks(resource, argument)[0] ?? {};
}

/**
 * Converts a value, such as `20` or `"20"`, to a number.
 * @param otherwise the result for anything else, such as a Terraform expression
 */
export function numberOf(value: unknown, otherwise: number): number {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : otherwise;
}
