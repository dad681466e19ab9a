/** What Terraform calls to make, change and remove a log group. */
export const logGroupChanges = [
  'CreateLogGroup',
  'DeleteLogGroup',
  'PutRetentionPolicy',
  'TagResource',
  'UntagResource',
];

/** What it calls to make, change and remove a DynamoDB table, and to see it. */
export const tableChanges = [
  'CreateTable',
  'DeleteTable',
  'TagResource',
  'UntagResource',
  'UpdateContinuousBackups',
  'UpdateTable',
];
export const tableReads = ['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'ListTagsOfResource'];
