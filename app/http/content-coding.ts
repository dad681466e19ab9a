import { gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { Context } from 'koa';
import { bodyLimitBytes, bodyTooLarge } from './body-limit';
import { Problem } from './problem';

/**
 * The supported content codings. In HTTP, `deflate` means the zlib format (RFC 1950). Raw deflate, which some clients
 * send under this name, is rejected.
 */
const decompressors = { gzip: gunzipSync, deflate: inflateSync } as const;

/** A content coding other than `identity`. */
export type Coding = keyof typeof decompressors;

const options: ZlibOptions = { info: true, maxOutputLength: bodyLimitBytes };

/** The result of zlib with the option `info`, which `@types/node` does not declare. */
interface Decompressed {
  readonly buffer: Buffer;
  /** `bytesWritten` is the number of compressed bytes that zlib has read. */
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Returns the content coding of a body, or null if the body is not compressed.
 * @throws Problem 415 if the coding is not supported
 */
export function contentCoding(ctx: Context): Coding | null {
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

/**
 * Decompresses a body. This is synchronous, because bodies have only a few kilobytes, for which passing the work to a
 * thread would take longer.
 * @throws Problem 413 or 400
 */
export function decompress(coding: Coding, bytes: Buffer): Buffer {
  try {
    const { buffer, engine } = decompressors[coding](bytes, options) as unknown as Decompressed;
    if (engine.bytesWritten !== bytes.length) throw new Error('Extra bytes follow the compressed data');
    return buffer;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw bodyTooLarge();
    throw new Problem(
      400,
      `The body is not valid ${coding} data. Compress it with ${coding}, or send it without Content-Encoding.`,
      { cause },
    );
  }
}
