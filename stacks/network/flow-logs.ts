import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { policyDocument } from '../iam/policy';
import { Role } from '../iam/role';
import { physicalName } from '../names';

export interface FlowLogsProps {
  readonly environment: Environment;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly vpcId: string;
}

/** Long enough to find out what happened yesterday; every packet's record costs, and few are ever read. */
const retentionDays = 7;

/** Who spoke to whom in a VPC, and what was refused: a record of every connection, in ten-minute parts. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { environment, accountId, vpcId }: FlowLogsProps) {
    super(scope, id);
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/vpc/${environment.project}-${environment.name}`,
      retentionInDays: retentionDays,
    });
    const role = new Role(this, {
      name: physicalName(environment, 'flow-logs', 'role'),
      description: 'What VPC flow logs may do: write their log',
      trust: flowLogsTrust(accountId, environment.region),
    });
    // No logs:CreateLogGroup, which AWS's own example has: a group that AWS made by itself would keep its logs for ever.
    role.grant('write-log', [
      {
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [`${logGroup.arn}:*`],
      },
      // AWS takes no resource for it.
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
 * The service may take the role for flow logs of this account and region, and for no others: the confused deputy.
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
