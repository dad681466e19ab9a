import { syntaxErrors } from '../shared/syntax-errors';

/** The standard error of a process, line by line. */
export interface AppErrors {
  line(text: string): void;
  /** Prints what is left. Call it when the process has ended. */
  end(): void;
}

/**
 * Returns functions that print what the app writes to standard error. For a syntax error, only the location and the
 * message are printed, not the stack trace of esbuild's functions around them.
 */
export function createAppErrors(print: (text: string) => void): AppErrors {
  const buffered: string[] = [];
  return {
    line(text) {
      // Node's output begins like this if an error outside of the app's own files, such as a syntax error, ends the
      // process.
      if (buffered.length > 0 || text.startsWith('node:internal/')) buffered.push(text);
      else print(text);
    },
    end() {
      const places = syntaxErrors(buffered.join('\n'));
      for (const text of places.length > 0 ? places : buffered) print(text);
    },
  };
}
