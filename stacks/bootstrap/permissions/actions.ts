/** The actions that create, change and delete a log group. */
export const logGroupChanges = [
  'CreateLogGroup',
  'DeleteLogGroup',
  'PutRetentionPolicy',
  'TagResource',
  'UntagResource',
];

/** The actions that create, change and delete a DynamoDB table. */
export const tableChanges = [
  'CreateTable',
  'DeleteTable',
  'TagResource',
  'UntagResource',
  'UpdateContinuousBackups',
  'UpdateTable',
];

/** The actions that read the configuration of a DynamoDB table. */
export const tableReads = ['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'ListTagsOfResource'];

/** The actions that read a parameter of Systems Manager. */
export const parameterReads = ['GetParameter', 'GetParametersByPath', 'ListTagsForResource'];
