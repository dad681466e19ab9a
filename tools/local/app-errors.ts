import { syntaxErrors } from '../shared/syntax-errors';

/** The standard error of a process, line by line. */
export interface AppErrors {
  line(text: string): void;
  /** Called when the process has ended. */
  end(): void;
}

/**
 * Prints what the app writes to its standard error. A syntax error becomes its place and its message: Node prints a
 * stack of esbuild's own functions around it.
 */
export function createAppErrors(print: (text: string) => void): AppErrors {
  const held: string[] = [];
  return {
    line(text) {
      // Node begins so when the process ends because of an error outside of the app's own files.
      if (held.length > 0 || text.startsWith('node:internal/')) held.push(text);
      else print(text);
    },
    end() {
      const places = syntaxErrors(held.join('\n'));
      for (const text of places.length > 0 ? places : held) print(text);
    },
  };
}
