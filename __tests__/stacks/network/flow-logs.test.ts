import { balanced } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();
const account = reference('data.aws_caller_identity.current.account_id');

describe('FlowLogs', () => {
  it('record accepted and rejected traffic in the VPC', () => {
    expect(resource(stack, 'aws_flow_log.network_flow_logs')).toMatchObject({
      vpc_id: reference('aws_vpc.network.id'),
      traffic_type: 'ALL',
      log_destination: reference('aws_cloudwatch_log_group.network_flow_logs.arn'),
      iam_role_arn: reference('aws_iam_role.network_flow_logs.arn'),
    });
  });

  it('are kept for a week, even if the log of the app is kept longer', () => {
    const { resource: resources } = synthesized({ logRetentionDays: 365 });
    expect(resources.aws_cloudwatch_log_group?.network_flow_logs).toMatchObject({
      name: '/vpc/eight-digit-dev',
      retention_in_days: 7,
    });
  });

  it('start after the policy of their role exists', () => {
    expect(resource(stack, 'aws_flow_log.network_flow_logs').depends_on).toEqual([
      'aws_iam_role_policy.network_flow_logs_write_log',
    ]);
  });

  it('write only to their own log group, and create no log group', () => {
    const { policy } = resource(stack, 'aws_iam_role_policy.network_flow_logs_write_log');
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: [`${reference('aws_cloudwatch_log_group.network_flow_logs.arn')}:*`],
      },
      { Effect: 'Allow', Action: ['logs:DescribeLogGroups'], Resource: ['*'] },
    ]);
  });

  it('have a role that only flow logs of this account and region may assume', () => {
    const { assume_role_policy } = resource(stack, 'aws_iam_role.network_flow_logs');
    expect(JSON.parse(String(assume_role_policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:*:ec2:eu-central-1:${account}:vpc-flow-log/*` },
        },
      },
    ]);
  });

  it('do not exist for the default VPC', () => {
    expect(synthesized(balanced).resource).not.toHaveProperty('aws_flow_log');
  });
});
