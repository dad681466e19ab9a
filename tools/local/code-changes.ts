import { watch } from 'chokidar';

/** An editor that saves several files at once, or a branch that is checked out, should start the app once. */
const quietMs = 100;

export interface CodeChanges {
  /** Resolves with the name of a file, when something has changed from now on and then nothing for a moment. */
  next(): Promise<string>;
  close(): Promise<void>;
}

/** Watches what the app is made of. */
export function watchCode(): CodeChanges {
  const watcher = watch(['app', 'contract.ts'], {
    ignoreInitial: true,
    ignored: ['**/node_modules/**', 'app/dist/**'],
  });
  return {
    next: () =>
      new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const onChange = (_event: string, file: string) => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            watcher.off('all', onChange);
            resolve(file);
          }, quietMs);
        };
        watcher.on('all', onChange);
      }),
    close: () => watcher.close(),
  };
}
