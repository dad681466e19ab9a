/**
 * A server that writes the same items as the app, in a loop, with the AWS SDK. The SDK's client has the same settings as the app's. The
 * benchmark `posts` compares the app with this server. A request to `/?writes=<count>&concurrency=<count>` starts the writes. The response
 * is the number of seconds that they took. The server listens on the port in PORT.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EntryClock } from '../../app/entries/dynamodb/entry-clock';
import { createItem } from '../../app/entries/dynamodb/entry-item';
import { createDynamoDbClient } from '../../app/stores/dynamodb-client';
import { entriesTable, variables } from '../../contract';

const documents = DynamoDBDocumentClient.from(createDynamoDbClient({ region: process.env.AWS_REGION ?? '' }));
const clock = new EntryClock();

async function write(): Promise<void> {
  const entry = { username: 'ada', digits: '00000001', timestamp: clock.next() };
  await documents.send(
    new PutCommand({
      TableName: process.env[variables.table],
      Item: createItem(entry, randomUUID()),
      ConditionExpression: 'attribute_not_exists(#partitionKey)',
      ExpressionAttributeNames: { '#partitionKey': entriesTable.partitionKey },
    }),
  );
}

async function writeAll(writes: number, concurrency: number): Promise<number> {
  const startedAt = performance.now();
  let left = writes;
  const writer = async () => {
    while (left > 0) {
      left -= 1;
      await write();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, writer));
  return (performance.now() - startedAt) / 1_000;
}

createServer(async (req, res) => {
  const { searchParams } = new URL(req.url ?? '/', 'http://localhost');
  const seconds = await writeAll(Number(searchParams.get('writes')), Number(searchParams.get('concurrency')));
  res.end(String(seconds));
}).listen(Number(process.env.PORT), '127.0.0.1');
