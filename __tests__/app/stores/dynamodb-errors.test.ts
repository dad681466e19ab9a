import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { isBug } from '../../../app/stores/dynamodb-errors';

function serviceError(name: string, message = ''): Error {
  return new DynamoDBServiceException({ name, message, $fault: 'client', $metadata: {} });
}

describe('isBug', () => {
  const titled = (...errors: readonly Error[]) => errors.map((error) => [String(error), error] as const);

  test.each(
    titled(
      serviceError('ResourceNotFoundException'),
      serviceError('AccessDeniedException'),
      serviceError('ExpiredTokenException'),
      serviceError('ThrottlingException'),
      serviceError('ProvisionedThroughputExceededException'),
      serviceError('InternalServerError'),
      serviceError('ValidationException', 'The table does not have the specified index: latest'),
      serviceError('ValidationException', 'Cannot read from backfilling global secondary index: latest'),
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' }),
      new SyntaxError('Unexpected token < in JSON'),
      Object.assign(new TypeError('Cannot read properties of the response'), { $response: {} }),
    ),
  )('returns false for %s', (_title, error) => {
    expect(isBug(error)).toBe(false);
  });

  test.each(
    titled(
      serviceError('ValidationException', 'One or more parameter values were invalid'),
      serviceError('SerializationException'),
      new TypeError('Cannot read properties of undefined'),
      new RangeError('Invalid time value'),
    ),
  )('returns true for %s', (_title, error) => {
    expect(isBug(error)).toBe(true);
  });
});
