import { dynoxide } from '../__tests__/support/jest/requirement';
import { type DynamoDb, startDynalite, startDynoxide } from '../__tests__/support/stores/dynamodb';

/** Starts a local DynamoDB: dynoxide in a separate process or, if dynoxide is not installed, dynalite in this process. */
export async function startEngine(): Promise<{ name: string; engine: DynamoDb }> {
  if (dynoxide.path !== null) return { name: 'dynoxide', engine: await startDynoxide(dynoxide.path) };
  return { name: 'dynalite', engine: await startDynalite() };
}
