import { actions, row } from '../src/row';
import { anyResource, named } from '../src/target';

describe('row', () => {
  const queues = named('sqs', '{prefix}-*');

  it('narrows each action with its own target, or that of the row', () => {
    const { reads, targetsOf } = row('resources', {
      reads: ['sqs: GetQueueAttributes ListQueues', 'ec2: DescribeVpcs'],
      on: queues,
      others: { 'sqs: ListQueues': anyResource },
    });
    expect(reads).toEqual(['sqs:GetQueueAttributes', 'sqs:ListQueues', 'ec2:DescribeVpcs']);
    expect(reads.map(targetsOf)).toEqual([[queues], [anyResource], [anyResource]]);
  });

  it('rejects an action without a target', () => {
    expect(() => row('resources', { writes: 'sqs: CreateQueue' })).toThrow('sqs:CreateQueue needs a target');
  });
});

describe('actions', () => {
  it('parses lists of several services', () => {
    expect(actions('sqs: CreateQueue DeleteQueue', 'iam: PassRole')).toEqual([
      'sqs:CreateQueue',
      'sqs:DeleteQueue',
      'iam:PassRole',
    ]);
  });
});
