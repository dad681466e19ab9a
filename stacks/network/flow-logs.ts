import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { policyDocument } from '../iam/policy';
import { Role } from '../iam/role';
import { physicalName } from '../names';

export interface FlowLogsProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly vpcId: string;
}

/** How many days to keep flow logs. The period is short, because flow logs are large and rarely read. */
const retentionDays = 7;

/** VPC flow logs: a record of all accepted and rejected connections. AWS aggregates them over ten minutes. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { environment, accountId, vpcId }: FlowLogsProps) {
    super(scope, id);
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/vpc/${environment.project}-${environment.name}`,
      retentionInDays: retentionDays,
    });
    const role = new Role(this, {
      name: physicalName(environment, 'flow-logs', 'role'),
      description: 'Allows VPC flow logs to write their log',
      trust: flowLogsTrust(accountId, environment.region),
    });
    // AWS's example also allows logs:CreateLogGroup. This policy does not, so that AWS cannot create a log group that would keep logs
    // forever.
    role.grant('write-log', [
      {
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [`${logGroup.arn}:*`],
      },
      // This action does not support resource-level permissions.
      { actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    ]);
    new FlowLog(this, 'flow-log', {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { Name: physicalName(environment, 'network', 'tag') },
      dependsOn: role.policies,
    });
  }
}

/**
 * Returns a trust policy that allows only flow logs of this account and region to assume the role. This restriction prevents the confused
 * deputy problem.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function flowLogsTrust(accountId: string, region: string): string {
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': `arn:*:ec2:${region}:${accountId}:vpc-flow-log/*` },
      },
    },
  ]);
}
