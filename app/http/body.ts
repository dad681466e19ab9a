import type { Context, Middleware } from 'koa';
import bodyParser from 'koa-bodyparser';
import { bodyLimitBytes, bodyTooLarge } from './body-limit';
import { parseForm, parseJson } from './body-syntax';
import { isUtf8 } from './charset';
import { contentCoding, decompress } from './content-coding';
import { bodyType, contentTypeParameters } from './negotiation';
import { Problem } from './problem';

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

async function readBytes(ctx: Context): Promise<Buffer> {
  if (Number(ctx.req.headers['content-length'] ?? 0) > bodyLimitBytes) throw bodyTooLarge();
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
    if ((cause as { status?: unknown }).status === 413) throw bodyTooLarge();
    throw new Problem(400, 'The body is incomplete. Please send the request again.', { cause });
  }
  // koa-bodyparser returns an empty string for an empty body.
  return Buffer.isBuffer(ctx.request.body) ? ctx.request.body : Buffer.alloc(0);
}
