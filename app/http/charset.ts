/** Whether a charset is UTF-8: its registered name, or the alias `utf8` that many clients send, in any case. */
export function isUtf8(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}

/** The names of ASCII that are registered with IANA, and the usual name `ascii`. */
const asciiNames = [
  ...['us-ascii', 'ascii', 'us', 'csascii', 'iso-ir-6', 'iso646-us', 'iso_646.irv:1991'],
  ...['ansi_x3.4-1968', 'ansi_x3.4-1986', 'ibm367', 'cp367'],
];

/** Whether a charset is ASCII. Every ASCII text is also valid UTF-8. */
export function isAscii(charset: string): boolean {
  return asciiNames.includes(charset.toLowerCase());
}
