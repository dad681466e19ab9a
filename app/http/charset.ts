/** Whether a charset is UTF-8, by its registered name or by the alias that many clients send, in any case. */
export function isUtf8(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}
