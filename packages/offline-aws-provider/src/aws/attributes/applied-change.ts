import type { Values } from '../../protocol/value';
import type { Account } from '../account';

/** A creation (`prior` is null) or an update that AWS carries out. */
export interface AppliedChange {
  readonly prior: Values | null;
  readonly planned: Values;
  readonly account: Account;
}

/** The computed attributes of resource types, if the defaults below do not fit. `name` is the name or id of the resource. */
export type ComputedAttributes = Readonly<Record<string, (name: string, change: AppliedChange) => Values>>;

/** Returns the computed attributes of a resource whose id is its ARN. */
export function arnAndId(arn: string): Values {
  return { arn, id: arn };
}

/** Returns the next version of a resource; 1 for a new one. */
export function nextVersion(version: unknown): number {
  return typeof version === 'number' ? version + 1 : 1;
}
