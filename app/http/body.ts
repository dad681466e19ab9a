import { gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { Context, Middleware } from 'koa';
import bodyParser from 'koa-bodyparser';
import { parseForm, parseJson } from './body-syntax';
import { isUtf8 } from './charset';
import { bodyType, contentTypeParameters } from './negotiation';
import { Problem } from './problem';

/** The maximum size of a body, in bytes, both compressed and decompressed. */
export const bodyLimitBytes = 16 * 1024;

const parsers = {
  'application/json': parseJson,
  'application/x-www-form-urlencoded': parseForm,
} as const;

const acceptedTypes = Object.keys(parsers);

/**
 * Reads the raw bytes of a body, up to `bodyLimitBytes`. With the encoding `null`, koa-bodyparser returns a body of
 * type `text` as bytes instead of a string.
 */
const read = bodyParser({
  enableTypes: ['text'],
  extendTypes: { text: acceptedTypes },
  textLimit: String(bodyLimitBytes),
  encoding: null,
} as bodyParser.Options);

/**
 * The supported content codings. In HTTP, `deflate` means the zlib format (RFC 1950). Raw deflate, which some clients
 * send under this name, is rejected.
 */
const decompressors = { gzip: gunzipSync, deflate: inflateSync } as const;

type Coding = keyof typeof decompressors;

const options: ZlibOptions = { info: true, maxOutputLength: bodyLimitBytes };

/** The result of zlib with the option `info`, which `@types/node` does not declare. */
interface Decompressed {
  readonly buffer: Buffer;
  /** `bytesWritten` is the number of compressed bytes that zlib has read. */
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Reads a JSON object or a form into `ctx.request.body`. It checks type, size and syntax, in this order; the route
 * validates the fields.
 * @throws Problem 415 for the type, 413 for the size, 400 for the syntax
 */
export const readBody: Middleware = async (ctx, next) => {
  const parseBody = selectParser(ctx);
  const coding = contentCoding(ctx);
  const bytes = await readBytes(ctx);
  ctx.request.body = parseBody(coding === null ? bytes : decompress(coding, bytes));
  await next();
};

function selectParser(ctx: Context): (bytes: Buffer) => Record<string, unknown> {
  const type = bodyType(ctx);
  const charset = type === null ? undefined : contentTypeParameters(ctx).get('charset');
  const parser = parsers[type as keyof typeof parsers];
  if (parser === undefined || (charset !== undefined && !isUtf8(charset))) {
    throw new Problem(
      415,
      `The content type of the body is not supported. Send ${acceptedTypes.join(' or ')}, in UTF-8.`,
      {
        headers: { 'Accept-Post': acceptedTypes.join(', ') },
      },
    );
  }
  return parser;
}

function contentCoding(ctx: Context): Coding | null {
  const coding = ctx.get('Content-Encoding').toLowerCase();
  if (coding === '' || coding === 'identity') return null;
  // `x-gzip` is an alias of `gzip` (RFC 9110, section 8.4.1.3).
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  if (coding === 'deflate') return coding;
  throw new Problem(
    415,
    'The Content-Encoding is not supported. Send the body uncompressed, or compressed with gzip or deflate.',
    {
      headers: { 'Accept-Encoding': 'gzip, deflate' },
    },
  );
}

async function readBytes(ctx: Context): Promise<Buffer> {
  if (Number(ctx.req.headers['content-length'] ?? 0) > bodyLimitBytes) throw tooLarge();
  // koa-bodyparser must not decompress the body, because then it would never return if the client disconnected during
  // the upload.
  delete ctx.req.headers['content-encoding'];
  // koa-bodyparser checks the type again, and rejects some headers that `bodyType` accepts. It always accepts the plain
  // media type.
  ctx.req.headers['content-type'] = bodyType(ctx) ?? '';
  // HTTP/1.0 has no interim responses, so its clients must not get 100 Continue.
  if (ctx.req.headers.expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue();
  try {
    await read(ctx, async () => {});
  } catch (cause) {
    if ((cause as { status?: unknown }).status === 413) throw tooLarge();
    throw new Problem(400, 'The body is incomplete. Please send the request again.', { cause });
  }
  // koa-bodyparser returns an empty string for an empty body.
  return Buffer.isBuffer(ctx.request.body) ? ctx.request.body : Buffer.alloc(0);
}

/**
 * Decompresses a body synchronously, because for a few kilobytes, handing the work to a thread takes longer.
 * @throws Problem 413 or 400
 */
function decompress(coding: Coding, bytes: Buffer): Buffer {
  try {
    const { buffer, engine } = decompressors[coding](bytes, options) as unknown as Decompressed;
    if (engine.bytesWritten !== bytes.length) throw new Error('Extra bytes follow the compressed data');
    return buffer;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Problem(
      400,
      `The body is not valid ${coding} data. Compress it with ${coding}, or send it without Content-Encoding.`,
      { cause },
    );
  }
}

function tooLarge(): Problem {
  return new Problem(
    413,
    `The body is too large. At most ${bodyLimitBytes} bytes are allowed, before and after decompression.`,
  );
}
