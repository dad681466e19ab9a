import { type Block, blocksOf } from '../shared/synthesized-stack';

/** A resource with its arguments, from the synthesized JSON or from a plan. */
export interface PricedResource {
  /** Such as `aws_lb.load_balancer`, or `aws_ecs_service.app[0]` in a plan. */
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly values: Block;
  /** Why the number or the region of the resource is unknown. @default both are known */
  readonly unknown?: string;
  /** Whether the resource exists only if there is an image: a parked environment does not have it. */
  readonly needsImage: boolean;
  /** The addresses, without index, of the resources that each argument refers to. */
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
   * Returns the resources of a type that an argument refers to. Without a reference, the only resource of this type.
   */
  referenced(from: PricedResource, argument: string, type: string): readonly PricedResource[] {
    const addresses = from.references(argument);
    const found = this.of(type);
    const named = found.filter(({ address }) => addresses.includes(withoutIndex(address)));
    return named.length > 0 || found.length > 1 ? named : found;
  }

  /** Returns the same stack with another resource. */
  with(resource: PricedResource): PricedResources {
    return new PricedResources(this.region, [...this.all, resource]);
  }

  /** Returns the same stack with other resources: undefined removes one. */
  changed(change: (resource: PricedResource) => PricedResource | undefined): PricedResources {
    return new PricedResources(
      this.region,
      this.all.flatMap((resource) => change(resource) ?? []),
    );
  }
}

/** Whether an argument of one resource names another one. */
export function refersTo(from: Pick<PricedResource, 'references'>, argument: string, to: PricedResource): boolean {
  return from.references(argument).includes(withoutIndex(to.address));
}

/** Returns an address without the index of `count`. */
export function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}

/** Returns the blocks of an argument. Terraform's JSON has a list or one object, a plan always a list. */
export function blocks({ values }: Pick<PricedResource, 'values'>, argument: string): readonly Block[] {
  const value = values[argument];
  return Array.isArray(value) || (typeof value === 'object' && value !== null) ? blocksOf(value, argument) : [];
}

/** Returns the only block of an argument; empty if it is missing. */
export function block(resource: Pick<PricedResource, 'values'>, argument: string): Block {
  return blocks(resource, argument)[0] ?? {};
}

/** Converts a number or numeric text. @returns `otherwise` for a value that is known only after an apply */
export function numberOf(value: unknown, otherwise: number): number {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : otherwise;
}
