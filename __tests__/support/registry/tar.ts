import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, type Header, pack } from 'tar-stream';

/** A file, folder or link in a tar archive. */
export interface ArchiveEntry extends Header {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Returns the entries of an uncompressed tar archive, in their order. */
export async function readArchive(archive: Uint8Array): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    const content = await buffer(entry as AsyncIterable<Buffer>);
    entries.push({ ...entry.header, content });
  }
  return entries;
}

/** Returns an uncompressed tar archive. An entry is a file unless its header has another type. */
export function writeArchive(
  entries: readonly (Partial<Header> & Pick<Header, 'name'> & { readonly content?: Uint8Array | string })[],
): Promise<Buffer> {
  const archive = pack();
  for (const { content, ...headers } of entries) {
    archive.entry(headers, typeof content === 'string' ? content : Buffer.from(content ?? ''));
  }
  archive.finalize();
  return buffer(archive as AsyncIterable<Buffer>);
}
