import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import { clientKey } from '../../http/client-address';
import type { ConcurrencyLimit } from '../../http/limits/concurrency-limit';
import { Problem } from '../../http/problem';
import { extensionMs, graceMs } from '../../http/server/body-deadline';
import type { ByteRange } from '../files/file-store';
import type { FileType } from '../files/file-type';
import type { OpenedFile } from '../profile-service';
import { parseByteRange } from './byte-range';

/** The types that browsers display: image types that cannot contain scripts. Browsers download files of other types. */
const inlineTypes: ReadonlySet<FileType> = new Set<FileType>(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Whether pages show a file of this type as an image. */
export function isImage(type: FileType): boolean {
  return inlineTypes.has(type);
}

/**
 * Sends a file, or a range of it. The response declares the type that was detected in the content. Users upload the
 * files, so browsers must neither guess another type nor run scripts in them.
 * @param downloads limits the concurrent downloads
 * @throws Problem 404, 412, 416 or 503
 */
export async function sendFile(ctx: Context, file: OpenedFile, downloads: ConcurrencyLimit): Promise<void> {
  const { size, type, sha256 } = file.record;
  const etag = `"${sha256}"`;
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = ctx.req.headers;
  if (ifMatch !== undefined && !includesTag(ifMatch, etag))
    throw new Problem(412, 'The ETag of the file does not match If-Match. The file may have changed.');
  if (ifNoneMatch !== undefined && includesTag(ifNoneMatch.replaceAll('W/', ''), etag)) {
    ctx.set(commonHeaders(etag));
    ctx.status = 304;
    return;
  }
  const range = rangeOf(ctx, etag, size);
  const length = range === null ? size : range.last - range.first + 1;
  const body = ctx.method === 'HEAD' ? null : await openBody(ctx, { file, range, length, downloads });

  ctx.set(commonHeaders(etag));
  ctx.status = range === null ? 200 : 206;
  ctx.type = type;
  ctx.attachment(file.name, { type: isImage(type) ? 'inline' : 'attachment' });
  if (range !== null) ctx.set('Content-Range', `bytes ${range.first}-${range.last}/${size}`);
  if (body !== null) ctx.body = body;
  ctx.length = length;
}

function commonHeaders(etag: string) {
  return {
    ETag: etag,
    // Caches must revalidate, because the profile may have been deleted.
    'Cache-Control': 'private, no-cache',
    Vary: 'Origin',
    'Accept-Ranges': 'bytes',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}

interface Download {
  readonly file: OpenedFile;
  /** The range to send, or null for the whole file. */
  readonly range: ByteRange | null;
  /** The number of bytes to send. */
  readonly length: number;
  readonly downloads: ConcurrencyLimit;
}

/**
 * Opens a stream of the file, or of a range of it. The connection is closed at a deadline that depends on the size, so
 * that slow downloads cannot exhaust the connections to S3.
 */
async function openBody(ctx: Context, { file, range, length, downloads }: Download): Promise<Readable> {
  const release = downloads.acquire(clientKey(ctx));
  const body = await file.read(range ?? undefined).catch((error: unknown) => {
    release();
    throw error;
  });
  if (body === null) {
    release();
    throw new Problem(404, 'The file has been deleted.');
  }
  const deadline = setTimeout(() => ctx.res.destroy(), graceMs + extensionMs(length));
  body.once('close', () => {
    clearTimeout(deadline);
    release();
  });
  body.once('error', (error) => {
    // Koa closes the connection, so that the client does not mistake a part for the whole file. This line adds the
    // error to the log.
    if (!ctx.res.destroyed) ctx.state.error = error;
  });
  return body;
}

/**
 * Returns the range to send, or null for the whole file. If the file has changed since the client received a part
 * (If-Range), the whole file is sent.
 * @throws Problem 416 if the range is outside the file
 */
function rangeOf(ctx: Context, etag: string, size: number): ByteRange | null {
  const { range: text, 'if-range': ifRange } = ctx.req.headers;
  if (ctx.method !== 'GET' || (ifRange !== undefined && ifRange !== etag)) return null;
  const range = parseByteRange(text, size);
  if (range !== 'unsatisfiable') return range;
  throw new Problem(416, `The requested range is outside the file. The file has ${size} bytes.`, {
    headers: { 'Content-Range': `bytes */${size}` },
  });
}

/** Whether a list of ETags contains the given one. Our ETags contain no comma, so the list can be split at commas. */
function includesTag(list: string, etag: string): boolean {
  return list.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag);
}
