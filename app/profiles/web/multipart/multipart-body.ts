import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from 'koa';
import { maxFileBytes } from '../../../../contract';
import { isUtf8 } from '../../../http/charset';
import { contentTypeParameters } from '../../../http/negotiation';
import { Problem } from '../../../http/problem';
import { fileTooLarge } from '../../files/file-inspector';

/** The maximum size of a body, in bytes: the file, the fields, and the headers and boundaries of all parts. */
const maxBodyBytes = maxFileBytes + 64 * 1024;

/**
 * The size below which a chunk is small, in bytes. Processing a chunk of one byte takes as much CPU time as one of a
 * kilobyte.
 */
const smallChunkBytes = 1024;

/**
 * Returns the boundary in the Content-Type, quoted or not.
 * @throws Problem 400 if the boundary is missing or invalid, 415 if the form is not in UTF-8
 */
export function boundaryOf(ctx: Context): string {
  const parameters = contentTypeParameters(ctx);
  const boundary = parameters.get('boundary') ?? '';
  const error = boundaryError(boundary);
  if (error !== '') throw new Problem(400, error);
  if (!isUtf8(parameters.get('charset') ?? 'utf-8'))
    throw new Problem(415, 'The form is not in UTF-8. Send it in UTF-8.');
  return boundary;
}

/** Returns the error message about a boundary (RFC 2046, 5.1.1), or ''. */
function boundaryError(boundary: string): string {
  if (boundary === '') return 'The Content-Type has no boundary. Send multipart/form-data; boundary="…".';
  if (boundary.length > 70) return `The boundary has ${boundary.length} characters. Use at most 70.`;
  if (boundary.endsWith(' ')) return 'The boundary ends with a space. Remove it.';
  const index = boundary.search(/[^\w'()+,./:=? -]/);
  if (index < 0) return '';
  // Node decodes header fields as Latin-1, so a character outside ASCII differs from the character that the client
  // sent.
  const character = boundary.charCodeAt(index) < 0x80 ? JSON.stringify(boundary[index]) : 'outside ASCII';
  return `Character ${index + 1} of the boundary is ${character}. Only letters, digits, spaces and '()+_,-./:=? are allowed.`;
}

/** Whether the Content-Length is above the maximum. */
export function isTooLong(ctx: Context): boolean {
  return Number(ctx.req.headers['content-length'] ?? 0) > maxBodyBytes;
}

/**
 * Yields the chunks of the body. If the iteration ends early, the connection stays open, so that the client can read
 * the response.
 * @throws Problem 400 if the connection breaks, ProfileError for a body above the maximum size
 */
export async function* chunksOf({ req }: Context): AsyncGenerator<Buffer> {
  let bytes = 0;
  const chunks = req.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await chunks.next().catch((cause: unknown) => {
        throw new Problem(400, 'The body is incomplete. Please send the request again.', { cause });
      });
      if (done) return;
      bytes += value.length;
      if (bytes > maxBodyBytes) throw fileTooLarge();
      yield value;
      // In the next turn, all small chunks that have already arrived are read as one.
      if (value.length < smallChunkBytes) await nextTurn();
    }
  } finally {
    await chunks.return?.();
  }
}
