import { syntaxErrors } from '../shared/syntax-errors';

/** The standard error of a process, line by line. */
export interface AppErrors {
  line(text: string): void;
  /** Prints the remaining output. Call this function when the process has ended. */
  end(): void;
}

/**
 * Returns functions that print what the app writes to standard error. For a syntax error, they print only the location
 * and the message, without esbuild's stack trace.
 */
export function createAppErrors(print: (text: string) => void): AppErrors {
  const buffered: string[] = [];
  return {
    line(text) {
      // Node's output begins with `node:internal/` if the app's code did not throw the error, for example a syntax
      // error. Such output is buffered until it is complete.
      if (buffered.length > 0 || text.startsWith('node:internal/')) buffered.push(text);
      else print(text);
    },
    end() {
      const places = syntaxErrors(buffered.join('\n'));
      for (const text of places.length > 0 ? places : buffered) print(text);
    },
  };
}
