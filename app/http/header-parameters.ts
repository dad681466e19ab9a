/**
 * Parses the parameters of a header field, such as `; name="a"; filename=b`. It is more tolerant than other parsers.
 * Some clients omit required quotes or send empty parameters, such as after a trailing `;`.
 * @param header the whole value of the field; the parameters begin at the first `;`
 * @returns the values by lower-case name
 * @throws SyntaxError if a name is repeated, or if something in the header is not a parameter. The message contains
 * that name or part.
 */
export function parseParameters(header: string): ReadonlyMap<string, string> {
  const text = /;.*/s.exec(header)?.[0] ?? '';
  const parameters = new Map<string, string>();
  let end = 0;
  for (const match of text.matchAll(/[ \t]*;[ \t]*(?:([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"\\]+)))?/gy)) {
    const [parameter, name, quoted, bare = ''] = match;
    end += parameter.length;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) throw new SyntaxError(`it has two parameters named ${name.toLowerCase()}`);
    // Old clients send Windows paths unescaped, so a backslash only escapes a quotation mark or another backslash.
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(["\\])/g, '$1') ?? bare);
  }
  const rest = text.slice(end).trim();
  if (rest === '') return parameters;
  throw new SyntaxError(
    `${JSON.stringify(rest.slice(0, 100))} is not a parameter; a value with spaces needs quotation marks`,
  );
}
