import type { Environment } from '../environment';
import { bucketName, physicalName } from '../names';

/**
 * Returns the names of the load balancer and its log bucket. Earlier settings may have created these resources, and the roles must still be
 * able to delete them. The names may end in a hash, so the pattern of the environment's names may not match them.
 */
export function formerNames(environment: Environment, accountId: string): Readonly<Record<string, readonly string[]>> {
  return {
    aws_lb: [physicalName(environment, 'app', 'loadBalancer')],
    aws_s3_bucket: [bucketName(environment, 'access-logs', accountId)],
  };
}
