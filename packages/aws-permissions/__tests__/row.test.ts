import { actions, row } from '../src/row';
import { anyResource, named } from '../src/target';

describe('row', () => {
  const queues = named('sqs', '{prefix}-*');

  it('limits each action to its target in `others`, or to `on` if `others` has no target for the action', () => {
    const { reads, targetsOf } = row('resources', {
      reads: ['sqs: GetQueueAttributes ListQueues', 'ec2: DescribeVpcs'],
      on: queues,
      others: { 'sqs: ListQueues': anyResource },
    });
    expect(reads).toEqual(['sqs:GetQueueAttributes', 'sqs:ListQueues', 'ec2:DescribeVpcs']);
    expect(reads.map(targetsOf)).toEqual([[queues], [anyResource], [anyResource]]);
  });

  it('throws an error for an action without a target', () => {
    expect(() => row('resources', { writes: 'sqs: CreateQueue' })).toThrow('sqs:CreateQueue has no target');
  });
});

describe('actions', () => {
  it('parses several lists, each with the actions of one service', () => {
    expect(actions('sqs: CreateQueue DeleteQueue', 'iam: PassRole')).toEqual([
      'sqs:CreateQueue',
      'sqs:DeleteQueue',
      'iam:PassRole',
    ]);
  });
});
