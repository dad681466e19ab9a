import type { Context } from 'koa';
import { maxFileBytes } from '../../../../contract';
import { isUtf8 } from '../../../http/charset';
import { contentTypeParameters } from '../../../http/negotiation';
import { Problem } from '../../../http/problem';

/** The name of the part that holds the file. */
export const fileField = 'file';

/** The file and what may surround it: the fields, and the header and the boundary of every part. */
const maxBodyBytes = maxFileBytes + 64 * 1024;

/**
 * The boundary that the Content-Type names, quoted or not.
 * @throws Problem 400 or 415
 */
export function boundaryOf(ctx: Context): string {
  const parameters = contentTypeParameters(ctx);
  const boundary = parameters.get('boundary') ?? '';
  const complaint = complaintAboutBoundary(boundary);
  if (complaint !== '') throw new Problem(400, complaint);
  if (!isUtf8(parameters.get('charset') ?? 'utf-8')) throw new Problem(415, 'Send the form in UTF-8.');
  return boundary;
}

/** RFC 2046, 5.1.1. */
function complaintAboutBoundary(boundary: string): string {
  if (boundary === '') return 'The Content-Type has no boundary. Send multipart/form-data; boundary="…".';
  if (boundary.length > 70) return `A boundary has at most 70 characters; this has ${boundary.length}.`;
  if (boundary.endsWith(' ')) return 'A boundary does not end with a space.';
  const index = boundary.search(/[^\w'()+,./:=? -]/);
  if (index < 0) return '';
  // Node reads each byte of a header field as one character, so that one outside ASCII is not the one that was sent.
  const character = boundary.charCodeAt(index) < 0x80 ? JSON.stringify(boundary[index]) : 'outside ASCII';
  return `Character ${index + 1} of the boundary is ${character}. Use letters, digits, spaces and '()+_,-./:=? only.`;
}

/** Whether the body is announced to be longer than any that is accepted. */
export function isTooLong(ctx: Context): boolean {
  return Number(ctx.req.headers['content-length'] ?? 0) > maxBodyBytes;
}

/**
 * The body as it arrives. Ending the iteration leaves the request open, so that the client can read the response.
 * @throws Problem 400 or 413
 */
export async function* chunksOf({ req }: Context): AsyncGenerator<Buffer> {
  let bytes = 0;
  const chunks = req.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await chunks.next().catch((cause: unknown) => {
        throw new Problem(400, 'The body is incomplete.', { cause });
      });
      if (done) return;
      bytes += value.length;
      if (bytes > maxBodyBytes) throw fileTooLarge();
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** A file, or a body, that is too long. */
export function fileTooLarge(): Problem {
  return aboutFile(new Problem(413, `A file holds at most ${maxFileBytes / 1024 / 1024} MiB.`));
}

/** Names the field of a refused file, so that a form can show the message beside it. */
export function aboutFile({ status, detail, headers, cause }: Problem): Problem {
  return new Problem(status, detail, { headers, cause, errors: [{ field: fileField, message: detail }] });
}
