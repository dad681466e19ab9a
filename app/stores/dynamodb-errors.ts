import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/**
 * Whether a DynamoDB call failed because of a bug in this program, which neither a retry nor an operator can fix. All
 * other errors mean that the table is unreachable, slow, throttled or missing, or that access is denied.
 */
export function isBug(error: unknown): boolean {
  // A response from another server, such as a proxy's error page, also causes a TypeError. Only that error contains the
  // response.
  if (error instanceof TypeError || error instanceof RangeError) return !('$response' in error);
  if (!(error instanceof DynamoDBServiceException)) return false;
  if (error.name === 'SerializationException') return true;
  // DynamoDB also returns ValidationException for an index that is missing or still being created.
  return error.name === 'ValidationException' && !/index/i.test(error.message);
}
