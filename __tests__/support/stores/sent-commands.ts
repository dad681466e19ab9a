import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';

/** Returns a set. From now on, it collects the name of each command that the client sends. */
export function sentCommands(client: S3Client | DynamoDBClient): Set<string> {
  const names = new Set<string>();
  // Both clients have the same middleware stack, but with different TypeScript types.
  (client as S3Client).middlewareStack.add(
    (next, context) => (args) => {
      names.add(context.commandName?.replace(/Command$/, '') ?? '');
      return next(args);
    },
    { step: 'initialize' },
  );
  return names;
}
