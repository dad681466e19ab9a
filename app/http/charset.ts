/** Whether a charset is UTF-8: `utf-8` or `utf8`, in upper or lower case. Many clients send `utf8`. */
export function isUtf8(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}

/** The names that IANA has registered for ASCII, and the common name `ascii`. */
const asciiNames = [
  ...['us-ascii', 'ascii', 'us', 'csascii', 'iso-ir-6', 'iso646-us', 'iso_646.irv:1991'],
  ...['ansi_x3.4-1968', 'ansi_x3.4-1986', 'ibm367', 'cp367'],
];

/** Whether a charset is ASCII. Every ASCII text is also valid UTF-8. */
export function isAscii(charset: string): boolean {
  return asciiNames.includes(charset.toLowerCase());
}
