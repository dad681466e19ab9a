import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buf as crc32c } from 'crc-32/crc32c';

/** The size of a block. A record never crosses a block boundary: https://github.com/google/leveldb/blob/main/doc/log_format.md */
const blockBytes = 32 * 1024;
/** The size of a record's header: 4 bytes of checksum, 2 of length and 1 of type. */
const headerBytes = 7;

/**
 * Looks for damage in the log files of a LevelDB database that is not open yet. When LevelDB opens the database, it
 * skips damaged records without an error, and then deletes the log file.
 * @returns the problem, such as `000010.log is damaged at byte 0`; undefined if every record is intact
 */
export async function findDamagedLog(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  for (const name of names.filter((file) => file.endsWith('.log'))) {
    const log = await readFile(path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      // If another process is using the database, it may have deleted the log file after `readdir`.
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const offset = findDamage(log);
    if (offset !== undefined) return `${name} is damaged at byte ${offset}`;
  }
  return undefined;
}

/**
 * Returns the offset of the first damaged record; undefined if there is none.
 * An incomplete record at the end does not count as damage. A process that is killed while it writes leaves such a
 * record, and LevelDB ignores that record.
 */
export function findDamage(log: Buffer): number | undefined {
  let offset = 0;
  while (offset + headerBytes <= log.length) {
    const left = blockBytes - (offset % blockBytes);
    const end = left < headerBytes ? offset + left : endOfRecord(log, offset);
    if (end === undefined) return isUnfinished(log, offset) && !isFollowed(log, offset) ? undefined : offset;
    offset = end;
  }
  return undefined;
}

/** Returns the offset after the record that begins at this offset; undefined if the record is not intact. */
function endOfRecord(log: Buffer, offset: number): number | undefined {
  const end = declaredEnd(log, offset);
  if (end === undefined || end > log.length) return undefined;
  return mask(crc32c(log.subarray(offset + 6, end))) === log.readUInt32LE(offset) ? end : undefined;
}

/**
 * Returns the offset after a record, according to the record's header. This offset may be beyond the end of the file.
 * Returns undefined if the header is invalid.
 */
function declaredEnd(log: Buffer, offset: number): number | undefined {
  const type = log.readUInt8(offset + 6);
  const end = offset + headerBytes + log.readUInt16LE(offset + 4);
  const endOfBlock = offset - (offset % blockBytes) + blockBytes;
  return type >= 1 && type <= 4 && end <= endOfBlock ? end : undefined;
}

/** Whether only the beginning of a record was written. After a power failure, zeros may follow the written bytes. */
function isUnfinished(log: Buffer, offset: number): boolean {
  const written = log.findLastIndex((byte) => byte !== 0) + 1;
  return written < (declaredEnd(log, offset) ?? offset + headerBytes);
}

/**
 * Whether there is an intact record after this offset. All later offsets are tried, because the length in a damaged
 * record may be wrong.
 */
function isFollowed(log: Buffer, offset: number): boolean {
  for (let next = offset + 1; next + headerBytes <= log.length; next++) {
    if (endOfRecord(log, next) !== undefined) return true;
  }
  return false;
}

/** Masks a CRC-32C checksum as LevelDB does before it stores the checksum. */
function mask(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
