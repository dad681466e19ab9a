import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';

/** Returns a set that collects the names of the commands that the client sends from now on. */
export function sentCommands(client: S3Client | DynamoDBClient): Set<string> {
  const names = new Set<string>();
  // DynamoDBClient has the same middleware stack, but its type differs.
  (client as S3Client).middlewareStack.add(
    (next, context) => (args) => {
      names.add(context.commandName?.replace(/Command$/, '') ?? '');
      return next(args);
    },
    { step: 'initialize' },
  );
  return names;
}
