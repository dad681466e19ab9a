import type { Values } from '../../protocol/value';
import type { Account } from '../account';

/** A creation (`prior` is null) or an update that the account carries out. */
export interface AppliedChange {
  readonly prior: Values | null;
  readonly planned: Values;
  readonly account: Account;
}

/**
 * Functions that return the attributes of a resource that AWS sets, by resource type. These attributes override the defaults of
 * `computeAttributes`. `name` is the name of the resource, or its id if it has no name.
 */
export type ComputedAttributes = Readonly<Record<string, (name: string, change: AppliedChange) => Values>>;

/** Returns the computed attributes `arn` and `id` of a resource whose id is its ARN. */
export function arnAndId(arn: string): Values {
  return { arn, id: arn };
}

/** Returns the next version of a resource, or 1 for a new resource. */
export function nextVersion(version: unknown): number {
  return typeof version === 'number' ? version + 1 : 1;
}
