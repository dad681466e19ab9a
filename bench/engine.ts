import { dynoxide } from '../__tests__/support/jest/requirement';
import { type DynamoDb, startDynalite, startDynoxide } from '../__tests__/support/stores/dynamodb';

/**
 * Starts a local DynamoDB: dynoxide if it is installed, because it runs in a separate process. Otherwise, this function starts dynalite in
 * this process.
 */
export async function startEngine(): Promise<{ name: string; engine: DynamoDb }> {
  if (dynoxide.path !== null) return { name: 'dynoxide', engine: await startDynoxide(dynoxide.path) };
  return { name: 'dynalite', engine: await startDynalite() };
}
