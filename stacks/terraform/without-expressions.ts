/** Returns the text with `${…}` and `%{…}` escaped, because Terraform would otherwise evaluate them. */
export function withoutExpressions(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
