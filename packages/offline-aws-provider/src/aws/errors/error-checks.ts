import type { Value, Values } from '../../protocol/value';
import type { Account } from '../account';

/**
 * The checks that AWS makes before it changes a resource of one type. Each check returns the error, or undefined if AWS accepts the change.
 */
export interface ErrorChecks {
  /** Checks a creation (`before` is null) or an update. */
  write?(after: Values, account: Account, before: Values | null): string | undefined;
  delete?(resource: Values, account: Account): string | undefined;
}

/**
 * Returns EC2's error for a resource that other resources use, or undefined if `users` is empty.
 * @param problem the beginning of the message, before the ids of the users
 */
export function dependencyViolation(problem: string, users: readonly Value[]): string | undefined {
  return users.length > 0 ? `DependencyViolation: ${problem} ${users.join(', ')}.` : undefined;
}

export function idsOf(resources: readonly Values[]): Value[] {
  return resources.map(({ id }) => id ?? null);
}
