import type { LocalFolders } from '../local-command';
import { unusableDataError } from '../unusable-data';

/** Reports the failure of an open store. */
export interface StoreFailure {
  /** Rejects with a UserError at the first failure. */
  readonly failed: Promise<never>;
  report(folder: string, error: Error): void;
  stop(): void;
}

/** The libraries of the embedded DynamoDB. They throw file errors outside of every call. */
const dynamoDbLibraries = /node_modules[\\/](dynalite|abstract-level|classic-level|level|lazy)[\\/]/;

/**
 * Catches errors of the embedded DynamoDB that would end this process with a stack trace. All other errors still end
 * it.
 */
export function listenForStoreFailure({ dynamodb, reset }: Pick<LocalFolders, 'dynamodb' | 'reset'>): StoreFailure {
  let reject: (error: Error) => void;
  const failed = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  failed.catch(() => {});
  const report = (folder: string, error: Error) => reject(unusableDataError(folder, reasonOf(error), reset));
  const onException = (error: Error & { code?: string }) => {
    if (error.code?.startsWith('LEVEL_') || dynamoDbLibraries.test(error.stack ?? '')) return report(dynamodb, error);
    console.error(error);
    process.exit(1);
  };
  process.on('uncaughtException', onException);
  return { failed, report, stop: () => process.off('uncaughtException', onException) };
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
