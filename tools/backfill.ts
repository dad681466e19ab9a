import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Command } from 'commander';
import { type BackfillProgress, backfillIndex } from './backfill/backfill-index';
import { parseRate } from './backfill/parse-rate';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

interface Options {
  readonly region?: string;
  readonly perSecond: number;
  readonly dryRun?: boolean;
}

const command = new Command('backfill')
  .description(
    'Gives entries that another program wrote the attribute that places them in the index of the latest entry; without it the app does not show them. Safe to interrupt and to repeat, also while the app runs. Uses the AWS credentials of the shell, which need dynamodb:DescribeTable, Scan and UpdateItem.',
  )
  .argument('<table>', "the table's name")
  .option('--region <region>', "the table's region (default: AWS_REGION, else the profile's)")
  .option('--per-second <entries>', 'entries to change in a second', parseRate, 200)
  .option('--dry-run', 'only count')
  .parse();
const [tableName] = command.processedArgs as [string];
const { region, perSecond, dryRun } = command.opts<Options>();

async function backfill(stop: AbortSignal): Promise<void> {
  // Ten attempts: throttling is to be expected and worth waiting for.
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
    throw new UserError(`\n${name}: ${message}\nWhat was done stays done: run the same command again.`);
  } finally {
    client.destroy();
  }
}

function describe({ scanned, missing, unreadable, updated }: BackfillProgress): string {
  const others = unreadable > 0 ? `, ${unreadable} skipped because they are not entries` : '';
  return `${scanned} items read, ${missing} not in the index, ${updated} added to it${others}`;
}

runCommand(backfill);
