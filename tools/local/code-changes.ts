import path from 'node:path';
import { watch } from 'chokidar';

/** An editor that saves several files at once, or a branch that is checked out, should start the app once. */
const quietMs = 100;

/** What has changed, from one moment of quiet to the next. */
export interface CodeChange {
  /** The file that changed last. */
  readonly file: string;
  /** Whether something else than the app has changed, so that the synthesized stack may be another. */
  readonly concernsStack: boolean;
}

export interface CodeChanges {
  /** Resolves when something has changed from now on and then nothing for a moment. */
  next(): Promise<CodeChange>;
  close(): Promise<void>;
}

/** Watches what the app and its stack are made of. */
export function watchCode(): CodeChanges {
  const watcher = watch(['app', 'contract.ts', 'environments', 'main.ts', 'stacks'], {
    ignoreInitial: true,
    ignored: ['**/node_modules/**', 'app/dist/**'],
  });
  return {
    next: () =>
      new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        let concernsStack = false;
        const onChange = (_event: string, file: string) => {
          concernsStack ||= !file.startsWith(`app${path.sep}`);
          clearTimeout(timer);
          timer = setTimeout(() => {
            watcher.off('all', onChange);
            resolve({ file, concernsStack });
          }, quietMs);
        };
        watcher.on('all', onChange);
      }),
    close: () => watcher.close(),
  };
}
