const attribute = String.raw`(?:data\.)?aws_\w+\.[\w-]+(?:\[[^\]]*\])?\.(?:\w+\[\d+\]\.)?(?:\w+_)?(?:arn|id|name|bucket|partition|region|url)`;
const listed = `, ?(?:"[^"]*"|${attribute})`;
const named = String.raw`(?:${attribute}|one\(${attribute}\)|join\("[^"]*", ?\[${attribute}(?:${listed})*\]\))`;
const names = new RegExp(String.raw`(?<!\$)\$\{${named}\}`, 'g');

/**
 * Whether a string contains a Terraform expression. A double dollar sign is an escape: `$${aws:username}` is the IAM variable
 * `${aws:username}`.
 */
export function hasExpression(text: string): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(text);
}

/**
 * Replaces each reference to a name or an ARN of a resource or data source with the word NAME. The reference is the attribute itself,
 * `one(…)` of the attribute, or `join(…)` with the attribute as its first element. Other expressions are kept, because their values are
 * unknown.
 */
export function withNames(text: string): string {
  return text.replace(names, 'NAME');
}

/**
 * Parses JSON that may contain Terraform expressions. Double quotes inside an expression become single quotes.
 * @returns undefined if the text is not JSON
 */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(withoutQuotesInExpressions(text));
  } catch {
    return undefined;
  }
}

/**
 * Replaces the quotes inside Terraform expressions such as `${join("/", …)}`. A JSON parser would end the string at such a quote;
 * Terraform does not.
 */
function withoutQuotesInExpressions(text: string): string {
  let depth = 0;
  return text.replace(/(?<!\$)\$\{|[{}"\\]/g, (character) => {
    if (character === '${' || (depth > 0 && character === '{')) depth += 1;
    else if (depth > 0 && character === '}') depth -= 1;
    else if (depth > 0) return "'";
    return character;
  });
}
