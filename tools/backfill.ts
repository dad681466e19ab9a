import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Command } from 'commander';
import { type BackfillProgress, backfillIndex } from './backfill/backfill-index';
import { parseRate } from './backfill/parse-rate';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

interface Options {
  readonly region?: string;
  readonly perSecond: number;
  readonly dryRun?: boolean;
}

const command = parseCommand(
  new Command('npm run backfill --')
    .description(
      'Adds missing entries to the index, so that the app shows them. An entry is missing if another program stored it without the attribute of the index. You can interrupt and repeat the command, even while the app runs. The AWS credentials of the shell need dynamodb:DescribeTable, dynamodb:Scan and dynamodb:UpdateItem.',
    )
    .argument('<table>', 'the name of the table')
    .option('--region <region>', 'the region of the table (default: AWS_REGION, or the region of the AWS profile)')
    .option('--per-second <entries>', 'how many entries to change per second', parseRate, 200)
    .option('--dry-run', 'count the entries, but change nothing'),
);
const [tableName] = command.processedArgs as [string];
const { region, perSecond, dryRun } = command.opts<Options>();

async function backfill(stop: AbortSignal): Promise<void> {
  // Up to ten attempts for each request, because DynamoDB may throttle the writes.
  const client = new DynamoDBClient({ maxAttempts: 10, ...(region !== undefined && { region }) });
  let printedAt = 0;
  const onProgress = (progress: BackfillProgress) => {
    if (Date.now() - printedAt < 1_000) return;
    printedAt = Date.now();
    console.log(`${describe(progress)} so far`);
  };
  try {
    const done = await backfillIndex({ client, tableName, perSecond, onProgress, stop, ...(dryRun && { dryRun }) });
    console.log(`Done: ${describe(done)}`);
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError(
      `\n${name}: ${message}\nThe changes made so far are kept. Run the same command again to continue.`,
    );
  } finally {
    client.destroy();
  }
}

function describe({ scanned, missing, unreadable, updated }: BackfillProgress): string {
  const others = unreadable > 0 ? `, ${unreadable} skipped because they are not entries` : '';
  return `${scanned} items read, ${missing} not in the index, ${updated} added to the index${others}`;
}

runCommand(backfill);
