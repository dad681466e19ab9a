import type { Context } from 'koa';
import { Problem } from './problem';

/** A key with quotes: a string of structured fields (RFC 9651), as the IETF draft requires. */
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
/** A key without quotes, as most clients send it. */
const bare = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;
const maxLength = 255;

/**
 * Reads the `Idempotency-Key` of a request, which makes retries of the request safe.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 * @param minLength the minimum length, in characters
 * @returns null if the request has no key
 * @throws Problem 400 if the key is malformed, too short or too long
 */
export function readIdempotencyKey(ctx: Context, minLength = 1): string | null {
  const fields = ctx.req.headersDistinct['idempotency-key'];
  if (fields === undefined) return null;
  const [text = ''] = fields;
  const key = quoted.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? bare.exec(text)?.[0] ?? '';
  if (fields.length === 1 && key.length >= minLength && key.length <= maxLength) return key;
  throw new Problem(
    400,
    `Idempotency-Key must be a single string of ${minLength} to ${maxLength} ASCII characters, such as "8e03978e-40d5-43dd-bc93-6894a57f9324".`,
  );
}

/** Returns the error for a key that has already been used for a different request. */
export function idempotencyKeyReused(): Problem {
  return new Problem(422, 'This Idempotency-Key was used for another request. Use a new key for each request.');
}
