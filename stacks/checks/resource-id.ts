/** Whether a text is an id of AWS with this prefix, for example `vpc`: a hyphen and 8 or 17 hexadecimal digits follow. */
export function isResourceId(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(text);
}
