import type { LocalFolders } from './local-command';
import { unusableData } from './unusable-data';

/** Waits for the failure of a store that is open. */
export interface StoreFailure {
  /** Rejects with a UserError at the first failure. */
  readonly failed: Promise<never>;
  report(folder: string, error: Error): void;
  stop(): void;
}

/** Libraries of the embedded DynamoDB, which throw errors of their files outside of every call. */
const ofDynamoDb = /node_modules[\\/](dynalite|abstract-level|classic-level|level|lazy)[\\/]/;

/** Takes the errors of the embedded DynamoDB that would end this process with a stack. Any other error still does. */
export function listenForFailure({ dynamodb, reset }: Pick<LocalFolders, 'dynamodb' | 'reset'>): StoreFailure {
  let reject: (error: Error) => void;
  const failed = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  failed.catch(() => {});
  const report = (folder: string, error: Error) => reject(unusableData(folder, reasonOf(error), reset));
  const onException = (error: Error & { code?: string }) => {
    if (error.code?.startsWith('LEVEL_') || ofDynamoDb.test(error.stack ?? '')) return report(dynamodb, error);
    console.error(error);
    process.exit(1);
  };
  process.on('uncaughtException', onException);
  return { failed, report, stop: () => process.off('uncaughtException', onException) };
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
