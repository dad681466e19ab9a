import { readFileSync } from 'node:fs';
import path from 'node:path';

export const boundary = '----form-0b5c';

export const multipartType = ['Content-Type', `multipart/form-data; boundary=${boundary}`] as const;

/** One part of a multipart form. A part with a file name is a file; any other part is a field. */
export interface Part {
  readonly name: string;
  readonly value: string | Buffer;
  readonly fileName?: string;
  /** The Content-Type of the part. @default application/octet-stream for files, none for fields */
  readonly type?: string;
}

/** Encodes a form as multipart/form-data, as browsers do. */
export function writeMultipart(parts: readonly Part[]): Buffer {
  return Buffer.concat([...parts.map(writePart), Buffer.from(`--${boundary}--\r\n`)]);
}

export function writePart({ name, value, fileName, type }: Part): Buffer {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`;
  const mediaType = type ?? (fileName === undefined ? null : 'application/octet-stream');
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n`;
  return Buffer.concat([
    Buffer.from(`${head}${mediaType === null ? '' : `Content-Type: ${mediaType}\r\n`}\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
}

/** The bytes of a PNG file. */
export const picture = readFileSync(path.join(__dirname, '../../../docs/screenshot.png'));

/** Returns text of this size in bytes. The app accepts it as a file. */
export function textOf(bytes: number): Buffer {
  return Buffer.alloc(bytes, 'All work and no play makes a dull boy. ');
}

/** Returns bytes as one chunk of a request body with `Transfer-Encoding: chunked`. */
export function chunkOf(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}
