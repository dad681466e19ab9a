import type { Context } from 'koa';
import { earnedMs, graceMs } from '../../http/body-deadline';
import { clientOf } from '../../http/client-address';
import type { ConcurrencyLimit } from '../../http/concurrency-limit';
import { Problem } from '../../http/problem';
import type { ByteRange } from '../files/file-store';
import type { FileType } from '../files/file-type';
import type { OpenedFile } from '../profile-service';
import { parseByteRange } from './byte-range';

/** What a browser may show in a window of its own: pictures of points run nothing. All else is to be saved. */
const inlineTypes: ReadonlySet<FileType> = new Set<FileType>(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Whether a picture can be shown of the file. */
export function isPicture(type: FileType): boolean {
  return inlineTypes.has(type);
}

/**
 * Answers with a file, or a part of it. Its type is what its content was found to be, its bytes are never taken for another
 * type, and whatever they are they run nothing: they came from strangers.
 * @param downloads limits the responses that are being sent
 * @throws Problem 404, 412, 416 or 503
 */
export async function sendFile(ctx: Context, file: OpenedFile, downloads: ConcurrencyLimit): Promise<void> {
  const { size, type, sha256 } = file.record;
  const etag = `"${sha256}"`;
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = ctx.req.headers;
  if (ifMatch !== undefined && !listsTag(ifMatch, etag)) {
    throw new Problem(412, 'The file is another one than If-Match names.');
  }
  const fields = {
    ETag: etag,
    // It may be kept, and is asked about each time: the profile may have been deleted.
    'Cache-Control': 'private, no-cache',
    Vary: 'Origin',
    'Accept-Ranges': 'bytes',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
  if (ifNoneMatch !== undefined && listsTag(ifNoneMatch.replaceAll('W/', ''), etag)) {
    ctx.set(fields);
    ctx.status = 304;
    return;
  }
  const range = rangeOf(ctx, etag, size);
  const length = range === null ? size : range.last - range.first + 1;
  const body = ctx.method === 'HEAD' ? null : await openBody(ctx, file, range, length, downloads);

  ctx.set(fields);
  ctx.status = range === null ? 200 : 206;
  ctx.type = type;
  ctx.attachment(file.name, { type: isPicture(type) ? 'inline' : 'attachment' });
  if (range !== null) ctx.set('Content-Range', `bytes ${range.first}-${range.last}/${size}`);
  if (body !== null) {
    body.once('error', (error) => {
      // Koa cuts the connection, so that nobody takes a part for the whole; whoever reads the log learns why.
      if (!ctx.res.destroyed) ctx.state.error = error;
    });
    ctx.body = body;
  }
  ctx.length = length;
}

/** A reader may take as long as a sender of so many bytes: one who dawdles would keep others from a connection to the store. */
async function openBody(
  ctx: Context,
  file: OpenedFile,
  range: ByteRange | null,
  length: number,
  downloads: ConcurrencyLimit,
) {
  const release = downloads.acquire(clientOf(ctx));
  const body = await file.read(range ?? undefined).catch((error: unknown) => {
    release();
    throw error;
  });
  if (body === null) {
    release();
    throw new Problem(404, 'The file is gone.');
  }
  const tooSlow = setTimeout(() => ctx.res.destroy(), graceMs + earnedMs(length));
  body.once('close', () => {
    clearTimeout(tooSlow);
    release();
  });
  return body;
}

/** A range of what is no longer the same file would not fit to the part that the client has: then it gets the whole. */
function rangeOf(ctx: Context, etag: string, size: number) {
  const { range: text, 'if-range': ifRange } = ctx.req.headers;
  if (ctx.method !== 'GET' || (ifRange !== undefined && ifRange !== etag)) return null;
  const range = parseByteRange(text, size);
  if (range !== 'unsatisfiable') return range;
  throw new Problem(416, `The file has ${size} bytes, and none of those that Range names.`, {
    headers: { 'Content-Range': `bytes */${size}` },
  });
}

/** Our tags hold no commas. */
function listsTag(list: string, etag: string): boolean {
  return list.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag);
}
