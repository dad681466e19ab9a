import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Level } from 'level';
import { findDamage, findDamagedLog } from '../../../../tools/local/stores/level-log';

const folder = mkdtempSync(path.join(tmpdir(), 'level-log-'));
let log: Buffer;

/**
 * Writes a log of 40 records of 3,000 bytes, one record of 100,000 bytes, and a short last record. The long records cross
 * block boundaries.
 */
beforeAll(async () => {
  const level = new Level(folder);
  for (let record = 0; record < 40; record++) await level.put(`key ${record}`, String(record % 10).repeat(3000));
  await level.put('large', 'x'.repeat(100_000));
  await level.put('last', 'y'.repeat(50));
  await level.close();
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.log'));
  log = readFileSync(path.join(folder, name));
});

afterAll(() => rmSync(folder, { recursive: true }));

function overwritten(offset: number, bytes: number[]): Buffer {
  const copy = Buffer.from(log);
  copy.set(bytes, offset);
  return copy;
}

describe('findDamage', () => {
  it('accepts a log that LevelDB wrote, and an empty log', async () => {
    expect(log.length).toBeGreaterThan(220_000);
    expect(findDamage(log)).toBeUndefined();
    expect(findDamage(Buffer.alloc(0))).toBeUndefined();
    expect(await findDamagedLog(folder)).toBeUndefined();
  });

  it.each([
    ['a checksum', 0, [1, 2, 3, 4]],
    ['a length that reaches beyond the file', 4, [0xff, 0xff]],
    ['a length of zero', 4, [0, 0]],
    ['a record type', 6, [9]],
    ['the data', 100, [0]],
    ['a whole header', 0, [0, 0, 0, 0, 0, 0, 0]],
  ])('finds damage to %s in the first record', (_part, offset, bytes) => {
    expect(findDamage(overwritten(offset, bytes))).toBe(0);
  });

  it('finds a changed byte in any record', () => {
    for (let offset = 0; offset < log.length; offset += 4999) {
      const changed = findDamage(overwritten(offset, [(log[offset] ?? 0) ^ 0x40])) ?? Number.NaN;
      expect(changed).toBeLessThanOrEqual(offset);
      expect(offset - changed).toBeLessThan(32 * 1024);
    }
  });

  it.each([
    ['a checksum', 0],
    ['the data', 30],
  ])('finds damage to %s in a log of one record', (_part, offset) => {
    const only = overwritten(offset, [1, 2, 3, 4, 5, 6]).subarray(0, 3028);
    expect(findDamage(log.subarray(0, 3028))).toBeUndefined();
    expect(findDamage(only)).toBe(0);
  });

  it('accepts a log that is truncated anywhere', () => {
    for (let length = 0; length < log.length; length += 997) {
      expect(findDamage(log.subarray(0, length))).toBeUndefined();
    }
    for (let cut = 1; cut < 80; cut++) expect(findDamage(log.subarray(0, log.length - cut))).toBeUndefined();
  });

  it('accepts a last record that ends in zeros, as after a power failure', () => {
    expect(findDamage(overwritten(log.length - 30, new Array(30).fill(0)))).toBeUndefined();
  });
});
