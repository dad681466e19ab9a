/** The actions that create, change and delete a log group. */
export const logGroupChanges = [
  'CreateLogGroup',
  'DeleteLogGroup',
  'PutRetentionPolicy',
  'TagResource',
  'UntagResource',
];

/** The actions that create, change and delete a web ACL of AWS WAF and its log. */
export const webAclChanges = [
  'CreateWebACL',
  'DeleteLoggingConfiguration',
  'DeleteWebACL',
  'PutLoggingConfiguration',
  'TagResource',
  'UntagResource',
  'UpdateWebACL',
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

/** The actions that create, change and delete a bucket. */
export const bucketChanges = [
  'CreateBucket',
  'DeleteBucket',
  'DeleteBucketPolicy',
  'ListBucketVersions',
  'PutBucketOwnershipControls',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutBucketTagging',
  'PutBucketVersioning',
  'PutEncryptionConfiguration',
  'PutLifecycleConfiguration',
  'TagResource',
  'UntagResource',
];

/** The actions that empty a bucket, which Terraform does before it deletes the bucket. */
export const objectRemovals = ['DeleteObject', 'DeleteObjectVersion'];

/** The actions that read the configuration of a bucket. */
export const bucketReads = [
  'GetAccelerateConfiguration',
  'GetBucketAcl',
  'GetBucketCORS',
  'GetBucketLogging',
  'GetBucketObjectLockConfiguration',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketPublicAccessBlock',
  'GetBucketRequestPayment',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetBucketWebsite',
  'GetEncryptionConfiguration',
  'GetLifecycleConfiguration',
  'GetReplicationConfiguration',
  'ListBucket',
  'ListTagsForResource',
];
