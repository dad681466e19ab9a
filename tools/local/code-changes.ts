import path from 'node:path';
import { watch } from 'chokidar';

/**
 * The pause after which a group of changes counts as complete, in milliseconds. The app restarts only once when an
 * editor saves several files, or when git checks out a branch.
 */
const quietMs = 100;

/** A group of changes to files. The changes followed each other without a pause. */
export interface CodeChange {
  /** The file that changed last. */
  readonly file: string;
  /** Whether a file outside of `app` has changed, so that the stack must be synthesized again. */
  readonly affectsStack: boolean;
}

export interface CodeChanges {
  /** Resolves after the next group of changes. */
  next(): Promise<CodeChange>;
  close(): Promise<void>;
}

/** Watches the files of the app and the stack for changes. */
export function watchCode(): CodeChanges {
  const watcher = watch(['app', 'contract.ts', 'environments', 'main.ts', 'stacks'], {
    ignoreInitial: true,
    ignored: ['**/node_modules/**', 'app/dist/**'],
  });
  return {
    next: () =>
      new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        let affectsStack = false;
        const onChange = (_event: string, file: string) => {
          affectsStack ||= !file.startsWith(`app${path.sep}`);
          clearTimeout(timer);
          timer = setTimeout(() => {
            watcher.off('all', onChange);
            resolve({ file, affectsStack });
          }, quietMs);
        };
        watcher.on('all', onChange);
      }),
    close: () => watcher.close(),
  };
}
