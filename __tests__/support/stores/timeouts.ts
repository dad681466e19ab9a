import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';

/** A timeout of a store, in milliseconds, that no test reaches, because the timeout of Jest is shorter. */
export const unreachedMs = 3_600_000;

/**
 * Removes the timeouts of a client. Tests about something else then pass on slow machines too.
 * @returns the client
 */
export function removeTimeouts<T extends DynamoDBClient | S3Client>(client: T): T {
  for (const key of ['connectionTimeout', 'requestTimeout'] as const) setClientTimeout(client, key, 0);
  return client;
}

/** Changes a timeout of a client for all later requests. 0 removes the timeout. */
export function setClientTimeout(
  client: DynamoDBClient | S3Client,
  key: 'connectionTimeout' | 'requestTimeout',
  ms: number,
): void {
  handlerOf(client).updateHttpClientConfig(key, ms);
}

/** Returns the timeouts of a client. It reads them when it sends its first request; before, the result is empty. */
export function timeoutsOf(client: DynamoDBClient | S3Client): object {
  return handlerOf(client).httpHandlerConfigs();
}

/** The methods of the SDK's HTTP handler that change and read its timeouts. */
interface HttpHandler {
  updateHttpClientConfig(key: string, ms: number): void;
  httpHandlerConfigs(): object;
}

function handlerOf(client: DynamoDBClient | S3Client): HttpHandler {
  return (client.config as unknown as { readonly requestHandler: HttpHandler }).requestHandler;
}
