import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { StoreUnavailable } from './store-unavailable';

/**
 * What a failed call of the entries table becomes. A store that is out of reach, too slow, throttling, missing or closed to us is
 * `StoreUnavailable`: trying again, or an operator, helps. What only a change of this program mends stays as it is.
 */
export function toStoreError(error: unknown): unknown {
  return isOurMistake(error) ? error : new StoreUnavailable(error);
}

/** Whether only a change of this program mends what has failed. */
export function isOurMistake(error: unknown): boolean {
  // An answer that is not DynamoDB's (a proxy's page) also fails as a plain error, but with the answer attached.
  if (error instanceof TypeError || error instanceof RangeError) return !('$response' in error);
  if (!(error instanceof DynamoDBServiceException)) return false;
  if (error.name === 'SerializationException') return true;
  // DynamoDB answers ValidationException for an index that is missing or still being filled, too.
  return error.name === 'ValidationException' && !/index/i.test(error.message);
}
