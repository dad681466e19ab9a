import { gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { Context, Middleware } from 'koa';
import bodyParser from 'koa-bodyparser';
import { parseForm, parseJson } from './body-syntax';
import { isUtf8 } from './charset';
import { bodyType, contentTypeParameters } from './negotiation';
import { Problem } from './problem';

/** The most that a body may hold, in bytes, compressed and not. */
export const bodyLimitBytes = 16 * 1024;

const parsers = {
  'application/json': parseJson,
  'application/x-www-form-urlencoded': parseForm,
} as const;

const acceptedTypes = Object.keys(parsers);

/** koa-bodyparser as a bounded reader: declared as text without an encoding, a body comes as the bytes it is. */
const read = bodyParser({
  enableTypes: ['text'],
  extendTypes: { text: acceptedTypes },
  textLimit: String(bodyLimitBytes),
  encoding: null,
} as bodyParser.Options);

/** As HTTP names them: its deflate is zlib's format, and raw deflate, which some clients send by that name, is refused. */
const decompressors = { gzip: gunzipSync, deflate: inflateSync } as const;

type Coding = keyof typeof decompressors;

const options: ZlibOptions = { info: true, maxOutputLength: bodyLimitBytes };

/** What zlib gives where `info` is asked for; its types do not know. */
interface Decompressed {
  readonly buffer: Buffer;
  /** Tells how many bytes it has taken. */
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Reads a JSON object or a form into `ctx.request.body`: checks its type, its size and its syntax, in this order.
 * Whether the fields are right is left to the route.
 *
 * @throws Problem 415, 413 or 400
 */
export const readBody: Middleware = async (ctx, next) => {
  const parseBody = parserOf(ctx);
  const coding = codingOf(ctx);
  const bytes = await readBytes(ctx);
  ctx.request.body = parseBody(coding === null ? bytes : decompress(coding, bytes));
  await next();
};

function parserOf(ctx: Context): (bytes: Buffer) => Record<string, unknown> {
  const type = bodyType(ctx);
  const charset = type === null ? undefined : contentTypeParameters(ctx).get('charset');
  const parser = parsers[type as keyof typeof parsers];
  if (parser === undefined || (charset !== undefined && !isUtf8(charset))) {
    throw new Problem(415, `Send a body as ${acceptedTypes.join(' or ')}, in UTF-8.`, {
      headers: { 'Accept-Post': acceptedTypes.join(', ') },
    });
  }
  return parser;
}

function codingOf(ctx: Context): Coding | null {
  const coding = ctx.get('Content-Encoding').toLowerCase();
  if (coding === '' || coding === 'identity') return null;
  // RFC 9110, 8.4.1.3.
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  if (coding === 'deflate') return coding;
  throw new Problem(415, 'Send a body uncompressed, or compressed with gzip or deflate.', {
    headers: { 'Accept-Encoding': 'gzip, deflate' },
  });
}

async function readBytes(ctx: Context): Promise<Buffer> {
  if (Number(ctx.req.headers['content-length'] ?? 0) > bodyLimitBytes) throw tooLarge();
  // The reader would decompress too, but a client that goes away in the middle leaves it waiting for ever.
  delete ctx.req.headers['content-encoding'];
  // The reader finds types by other rules; ours have been applied.
  ctx.req.headers['content-type'] = bodyType(ctx) ?? '';
  // HTTP/1.0 knows no interim answers.
  if (ctx.req.headers.expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue();
  try {
    await read(ctx, async () => {});
  } catch (cause) {
    if ((cause as { status?: unknown }).status === 413) throw tooLarge();
    throw new Problem(400, 'The body did not arrive whole.', { cause });
  }
  // The reader gives an empty string for an empty body.
  return Buffer.isBuffer(ctx.request.body) ? ctx.request.body : Buffer.alloc(0);
}

/** At once: so few bytes take less time than handing them to a thread. */
function decompress(coding: Coding, bytes: Buffer): Buffer {
  try {
    const { buffer, engine } = decompressors[coding](bytes, options) as unknown as Decompressed;
    if (engine.bytesWritten !== bytes.length) throw new Error('Something follows the compressed bytes');
    return buffer;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Problem(400, 'The body is not what its Content-Encoding says.', { cause });
  }
}

function tooLarge(): Problem {
  return new Problem(413, `A body holds at most ${bodyLimitBytes} bytes, compressed and decompressed.`);
}
