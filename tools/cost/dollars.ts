/** Formats US dollars with cents. */
export function dollars(usd: number): string {
  const text = usd.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

/** Dollars with a sign, `+3.00`, `-3.00` or `0.00`. */
export function signedDollars(usd: number): string {
  const text = dollars(usd);
  return text.startsWith('-') || text === '0.00' ? text : `+${text}`;
}
