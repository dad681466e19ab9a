/** Formats an amount in US dollars with cents. */
export function dollars(usd: number): string {
  const text = usd.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

/** Formats an amount in US dollars with its sign, such as `+3.00`, `-3.00` or `0.00`. */
export function signedDollars(usd: number): string {
  const text = dollars(usd);
  return text.startsWith('-') || text === '0.00' ? text : `+${text}`;
}
