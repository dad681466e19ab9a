import { syntaxErrors } from '../shared/syntax-errors';

/** The standard error of a process, line by line. */
export interface AppErrors {
  line(text: string): void;
  /** Called when the process has ended. */
  end(): void;
}

/**
 * Prints what the app writes to its standard error. For a syntax error, only the place and the message are printed,
 * without the stack of esbuild's own functions that Node prints around it.
 */
export function createAppErrors(print: (text: string) => void): AppErrors {
  const buffered: string[] = [];
  return {
    line(text) {
      // If an error outside of the app's own files ends the process, Node's output starts like this.
      if (buffered.length > 0 || text.startsWith('node:internal/')) buffered.push(text);
      else print(text);
    },
    end() {
      const places = syntaxErrors(buffered.join('\n'));
      for (const text of places.length > 0 ? places : buffered) print(text);
    },
  };
}
