interface ErrorDocument {
  readonly errors?: readonly { readonly code?: string; readonly message?: string }[];
  /** The error message, if the response is from Docker Hub's token service. */
  readonly details?: string;
  readonly message?: string;
}

const longest = 300;

/**
 * Returns the error messages in the body of a registry's response, in parentheses after a space. Returns an empty
 * string if there are none.
 */
export function messageIn(body: Uint8Array): string {
  const text = Buffer.from(body.subarray(0, 10_000)).toString().trim();
  const message = (documented(text) ?? (/^[<{[]/.test(text) ? '' : text)).replace(/\.$/, '').slice(0, longest);
  return message && ` (${message})`;
}

function documented(text: string): string | undefined {
  try {
    const { errors = [], details, message } = JSON.parse(text) as ErrorDocument;
    const messages = errors.map((error) => error.message || error.code).filter(Boolean);
    return messages.join('; ') || details || message;
  } catch {
    return undefined;
  }
}
