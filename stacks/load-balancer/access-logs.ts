import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { bucketName } from '../names';
import { Bucket } from '../storage/bucket';

/**
 * Defines the S3 bucket for the access logs of a load balancer.
 * @param accountId the id of the AWS account, which is part of the path of every log
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
