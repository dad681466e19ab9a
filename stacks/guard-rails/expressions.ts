const attribute = String.raw`(?:data\.)?aws_\w+\.[\w-]+(?:\[[^\]]*\])?\.(?:\w+\[\d+\]\.)?(?:\w+_)?(?:arn|id|name|bucket|partition|region|url)`;
const listed = `, ?(?:"[^"]*"|${attribute})`;
const named = String.raw`(?:${attribute}|one\(${attribute}\)|join\("[^"]*", ?\[${attribute}(?:${listed})*\]\))`;
const names = new RegExp(String.raw`(?<!\$)\$\{${named}\}`, 'g');

/** Whether Terraform evaluates a part of a text. Doubled, as in IAM's own `$${aws:username}`, the sign stands for itself. */
export function hasExpression(text: string): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(text);
}

/**
 * A text with a word in the place of each reference that can only be a name: an attribute of a resource or a data source,
 * such as its ARN, alone, in `one(…)`, or at the beginning of `join(…)`. Nobody knows what other expressions are.
 */
export function withNames(text: string): string {
  return text.replace(names, 'NAME');
}
