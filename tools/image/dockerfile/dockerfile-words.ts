import { NeedsEngine } from './needs-engine';

/** The value of a variable, or undefined if it is not set. */
export type Lookup = (name: string) => string | undefined;

/**
 * Splits the arguments of an instruction into words, with quotes removed and variables replaced, except in single quotes.
 * @throws NeedsEngine for a form of variables that is not supported
 */
export function words(text: string, lookup: Lookup): string[] {
  const found = text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|\$\{[^}]*\}|[^\s"'\\])+/gs);
  return Array.from(found, ([word]) => unquoted(word, lookup));
}

/** Returns the whole text as one word. @see words */
export function unquoted(text: string, lookup: Lookup): string {
  return text.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|((?:\\.|[^'"\\])+)/gs,
    (_match, single?: string, double?: string, bare = '') =>
      single ?? (double === undefined ? expand(bare, lookup, /./s) : expand(double, lookup, /["$\\]/)),
  );
}

/** `\$`, `${NAME}`, `${NAME:-default}`, `${NAME:+alternative}`, both also without the colon, and `$NAME`. */
const variable = /\\(.)|\$\{(\w+)(?:(:?)([-+])([^{}$]*))?\}|\$(\w+)|\$\{/gs;

/** @param escaped the characters before which a backslash disappears */
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
