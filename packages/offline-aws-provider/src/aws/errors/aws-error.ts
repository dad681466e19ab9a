import type { Values } from '../../protocol/value';
import type { Account } from '../account';
import { autoscalingErrors } from './autoscaling-errors';
import { certificateErrors } from './certificate-errors';
import { cloudfrontErrors } from './cloudfront-errors';
import { databaseErrors } from './database-errors';
import { deletionProtectionError } from './deletion-protection';
import { clusterErrors, serviceErrors } from './ecs-errors';
import type { ErrorChecks } from './error-checks';
import { iamErrors } from './iam-errors';
import { loadBalancingErrors } from './load-balancing-errors';
import { nameConflict } from './name-conflict';
import { referenceConflict } from './reference-conflict';
import { vpcErrors } from './vpc-errors';

/** A change that Terraform requests. `before` is null for a creation, `after` for a deletion. */
export interface RequestedChange {
  readonly before: Values | null;
  readonly after: Values | null;
}

/** The checks of all services, by resource type. */
const errorChecks: Readonly<Record<string, ErrorChecks>> = {
  ...autoscalingErrors,
  ...certificateErrors,
  ...cloudfrontErrors,
  ...clusterErrors,
  ...databaseErrors,
  ...iamErrors,
  ...loadBalancingErrors,
  ...serviceErrors,
  ...vpcErrors,
};

/**
 * Returns the error with which AWS rejects a change because of other resources in the account. The real provider retries a deletion for up
 * to half an hour. The offline provider fails immediately.
 * @returns undefined if AWS accepts the change
 */
export function awsError(type: string, { before, after }: RequestedChange, account: Account): string | undefined {
  const checks = errorChecks[type];
  if (after !== null) {
    const taken = before === null ? nameConflict(type, after, account) : undefined;
    return taken ?? checks?.write?.(after, account, before);
  }
  if (before === null) return undefined;
  return (
    checks?.delete?.(before, account) ??
    deletionProtectionError(type, before, account) ??
    referenceConflict(type, before, account)
  );
}
