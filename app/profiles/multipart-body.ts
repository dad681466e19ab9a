import type { Context } from 'koa';
import { maxFileBytes } from '../../contract';
import { isUtf8 } from '../http/charset';
import { parseParameters } from '../http/header-parameters';
import { contentType } from '../http/negotiation';
import { Problem } from '../http/problem';

/** The name of the part that holds the file. */
export const fileField = 'file';

/** The file and what may surround it: the fields, and the header and the boundary of every part. */
const maxBodyBytes = maxFileBytes + 64 * 1024;

/**
 * The boundary that the Content-Type names, quoted or not.
 * @throws Problem 400 or 415
 */
export function boundaryOf(ctx: Context): string {
  const type = contentType(ctx);
  const parameters = parseParameters(type.slice(type.indexOf(';')));
  const boundary = parameters?.get('boundary') ?? '';
  if (!/^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) {
    throw new Problem(
      400,
      'A form of the type multipart/form-data needs a boundary of 1 to 70 characters (RFC 2046, 5.1.1).',
    );
  }
  if (!isUtf8(parameters?.get('charset') ?? 'utf-8')) throw new Problem(415, 'Send the form in UTF-8.');
  return boundary;
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
        throw new Problem(400, 'The body did not arrive whole.', { cause });
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
