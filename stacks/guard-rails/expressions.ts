const attribute = String.raw`(?:data\.)?aws_\w+\.[\w-]+(?:\[[^\]]*\])?\.(?:\w+\[\d+\]\.)?(?:\w+_)?(?:arn|id|name|bucket|partition|region|url)`;
const listed = `, ?(?:"[^"]*"|${attribute})`;
const named = String.raw`(?:${attribute}|one\(${attribute}\)|join\("[^"]*", ?\[${attribute}(?:${listed})*\]\))`;
const names = new RegExp(String.raw`(?<!\$)\$\{${named}\}`, 'g');

/** Whether a text contains a Terraform expression. A double dollar sign is an escape, as in `$${aws:username}` for a variable of IAM. */
export function hasExpression(text: string): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(text);
}

/**
 * Replaces each reference to a name with the word NAME. A name is an attribute of a resource or data source, such as its ARN: by itself, in
 * `one(…)`, or as the first element of `join(…)`. Other expressions are not replaced, because their values are unknown.
 */
export function withNames(text: string): string {
  return text.replace(names, 'NAME');
}
