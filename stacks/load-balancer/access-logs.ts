import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { bucketName } from '../names';
import { Bucket } from '../storage/bucket';

/**
 * Defines the bucket of a load balancer's access logs.
 * @param accountId the account of the load balancer; the path of every log contains this id
 */
export function defineAccessLogs(scope: Construct, environment: Environment, accountId: string): Bucket {
  return new Bucket(scope, 'access-logs', {
    name: bucketName(environment, 'access-logs', accountId),
    holds: 'logs',
    days: environment.logRetentionDays,
    removal: environment.removal,
    statements: (arn) => [
      {
        Sid: 'LoadBalancersDeliver',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${accountId}/*`,
      },
    ],
  });
}
