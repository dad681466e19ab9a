import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/**
 * Whether an error of a DynamoDB call is a bug in this program, which neither a retry nor an operator can fix.
 * Otherwise the table is unreachable, slow, throttled, missing or forbidden.
 */
export function isBug(error: unknown): boolean {
  // A response that is not from DynamoDB, such as a proxy's page, also causes a TypeError, but with the response attached.
  if (error instanceof TypeError || error instanceof RangeError) return !('$response' in error);
  if (!(error instanceof DynamoDBServiceException)) return false;
  if (error.name === 'SerializationException') return true;
  // DynamoDB also returns ValidationException for an index that is missing or still being created.
  return error.name === 'ValidationException' && !/index/i.test(error.message);
}
