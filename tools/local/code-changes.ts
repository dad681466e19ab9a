import path from 'node:path';
import { watch } from 'chokidar';

/**
 * The pause that ends a group of changes, in milliseconds. If an editor saves several files, or git checks out a branch, the app restarts
 * once.
 */
const quietMs = 100;

/** A group of changes without a pause. */
export interface CodeChange {
  /** The file that changed last. */
  readonly file: string;
  /** Whether other files than those of the app have changed, so that the stack must be synthesized again. */
  readonly affectsStack: boolean;
}

export interface CodeChanges {
  /** Resolves after the next change, as soon as nothing has changed for a moment. */
  next(): Promise<CodeChange>;
  close(): Promise<void>;
}

/** Watches the files of the app and its stack. */
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
