import type { Environment } from '../environment';
import { bucketName, physicalName } from '../names';

/**
 * Returns names that other settings would give to resources. A long name ends in a hash, so the pattern of the environment's names may not
 * match it.
 */
export function formerNames(environment: Environment, accountId: string): Readonly<Record<string, readonly string[]>> {
  return {
    aws_lb: [physicalName(environment, 'app', 'loadBalancer')],
    aws_s3_bucket: [bucketName(environment, 'access-logs', accountId)],
  };
}
