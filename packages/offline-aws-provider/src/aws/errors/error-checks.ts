import type { Value, Values } from '../../protocol/value';
import type { Account } from '../account';

/** The checks that AWS makes before it changes a resource of one type. Each returns the error; undefined if there is none. */
export interface ErrorChecks {
  /** @param before null for a creation */
  write?(after: Values, account: Account, before: Values | null): string | undefined;
  delete?(resource: Values, account: Account): string | undefined;
}

/** EC2's error for a resource that others use; undefined without users. */
export function dependencyViolation(problem: string, users: readonly Value[]): string | undefined {
  return users.length > 0 ? `DependencyViolation: ${problem} ${users.join(', ')}.` : undefined;
}

export function idsOf(resources: readonly Values[]): Value[] {
  return resources.map(({ id }) => id ?? null);
}
