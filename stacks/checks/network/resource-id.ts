/** Whether a text is the id of an AWS resource: the prefix, such as `vpc`, a hyphen, and 8 or 17 hexadecimal digits. */
export function isResourceId(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(text);
}
