import type { LocalFolders } from '../local-command';
import { unusableDataError } from '../unusable-data';

/** The first failure of any open store. */
export interface StoreFailure {
  /** Rejects with a UserError when a store fails for the first time. */
  readonly failed: Promise<never>;
  report(folder: string, error: Error): void;
  stop(): void;
}

/** Matches the libraries of the DynamoDB emulator in a stack trace. These libraries throw file errors that no caller can catch. */
const dynamoDbLibraries = /node_modules[\\/](dynalite|abstract-level|classic-level|level|lazy)[\\/]/;

/**
 * Catches the errors of the DynamoDB emulator that would end this process with a stack trace. Any other uncaught error
 * still ends the process.
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
