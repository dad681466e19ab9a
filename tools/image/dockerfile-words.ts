/** `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+alternative}`; a backslash before the dollar keeps it. */
const variable = /\\\$|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g;

/** Replaces the variables in a text of a Dockerfile. */
export function variablesIn(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(variable, (_match, plain?: string, braced?: string, operator?: string, word = '') => {
    const name = plain ?? braced;
    if (name === undefined) return '$';
    const value = variables.get(name) ?? '';
    if (operator === '-') return value || word;
    if (operator === '+') return value && word;
    return value;
  });
}

/** Splits the arguments of an instruction into words, with quotes removed and variables replaced, except in single quotes. */
export function words(text: string, variables: ReadonlyMap<string, string>): string[] {
  const found = text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs);
  return Array.from(found, ([word]) =>
    word.replace(
      /"((?:\\.|[^"\\])*)"|'([^']*)'|((?:\\.|[^"'\\])+)/gs,
      (_match, double?: string, single?: string, bare?: string) => {
        if (single !== undefined) return single;
        const expanded = variablesIn(double ?? bare ?? '', variables);
        return expanded.replace(/\\(.)/gs, '$1');
      },
    ),
  );
}
