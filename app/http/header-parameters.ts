/**
 * Parses the parameters of a header field, such as `; name="a"; filename=b`. Unlike stricter parsers it reads what clients
 * send: unquoted values with characters that need quotes, and an empty parameter, such as one after a last `;`.
 * @param text everything from the first `;` on
 * @returns the values by lower-case name, or null if a name occurs twice or the text can be read in no way or in several
 */
export function parseParameters(text: string): ReadonlyMap<string, string> | null {
  const parameters = new Map<string, string>();
  let end = 0;
  for (const match of text.matchAll(/[ \t]*;[ \t]*(?:([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"\\]+)))?/gy)) {
    const [parameter, name, quoted, bare = ''] = match;
    end += parameter.length;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return null;
    // Old clients send Windows paths unescaped, so a backslash only escapes a quotation mark or another backslash.
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(["\\])/g, '$1') ?? bare);
  }
  return /^[ \t]*$/.test(text.slice(end)) ? parameters : null;
}
