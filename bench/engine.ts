import { dynoxide } from '../__tests__/support/jest/requirement';
import { type DynamoDb, startDynalite, startDynoxide } from '../__tests__/support/stores/dynamodb';

/** dynoxide where there is one: a process of its own, so that its work and its memory are not ours; else dynalite. */
export async function startEngine(): Promise<{ name: string; engine: DynamoDb }> {
  if (dynoxide.path !== null) return { name: 'dynoxide', engine: await startDynoxide(dynoxide.path) };
  return { name: 'dynalite', engine: await startDynalite() };
}
