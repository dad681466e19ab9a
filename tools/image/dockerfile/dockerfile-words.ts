import { NeedsEngine } from './needs-engine';

/** Returns the value of a variable; undefined if the variable is not set. */
export type Lookup = (name: string) => string | undefined;

/**
 * Splits the arguments of an instruction into words. Removes quotes, and replaces variables except in single quotes.
 * @throws NeedsEngine for a form of variable that is not supported
 */
export function words(text: string, lookup: Lookup): string[] {
  const found = text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|\$\{[^}]*\}|[^\s"'\\])+/gs);
  return Array.from(found, ([word]) => unquoted(word, lookup));
}

/** Removes quotes and replaces variables, like `words`, but returns the text as a single word. @throws the same errors as `words` */
export function unquoted(text: string, lookup: Lookup): string {
  return text.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|((?:\\.|[^'"\\])+)/gs,
    (_match, single?: string, double?: string, bare = '') =>
      single ?? (double === undefined ? expand(bare, lookup, /./s) : expand(double, lookup, /["$\\]/)),
  );
}

/** Matches `\$`, `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+alternative}`; the last two also without the colon. */
const variable = /\\(.)|\$\{(\w+)(?:(:?)([-+])([^{}$]*))?\}|\$(\w+)|\$\{/gs;

/** Replaces the variables in a string. @param escaped matches the characters before which a backslash is removed */
function expand(text: string, lookup: Lookup, escaped: RegExp): string {
  return text.replace(
    variable,
    (match, after?: string, braced?: string, colon = '', operator = '', word = '', plain = '') => {
      if (after !== undefined) return escaped.test(after) ? after : match;
      if (match === '${')
        throw new NeedsEngine(`"${text}" contains a form of variable that only a container engine supports.`);
      const value = lookup(braced ?? plain);
      const isSet = colon ? Boolean(value) : value !== undefined;
      if (operator === '-') return isSet ? (value ?? '') : word;
      if (operator === '+') return isSet ? word : '';
      return value ?? '';
    },
  );
}
