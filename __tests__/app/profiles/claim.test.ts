import { claimOf, createClaim, formatClaim, nextClaim, readClaim } from '../../../app/profiles/claim';
import { isProfileId } from '../../../app/profiles/profile';

const key = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const details = { name: 'Ada', email: 'ada@example.com', phone: '+44 20 7946 0000', about: 'First.' };
const file = { id: 'pending', name: 'a.txt', size: 1, type: 'text/plain', sha256: 'a'.repeat(64) } as const;

describe('Claim of an Idempotency-Key', () => {
  const claim = claimOf(key, details, file);

  test('is a UUID and a token, the same for the same request', () => {
    expect(isProfileId(claim.id)).toBe(true);
    expect(claim.token).toMatch(/^[\w-]{43}$/);
    expect(claimOf(key, { ...details }, { ...file, id: 'another upload' })).toEqual(claim);
  });

  test('is the same in every version, because two of them run while a deployment rolls', () => {
    expect(claim).toEqual({
      id: 'df377189-9abf-8b68-a886-16f6ab28d4b9',
      token: 'KUhJ3NT9EbRlaE3P_f7Jh9GLnAscG191uGAGv8WGco4',
      repeat: 'return',
    });
    expect(nextClaim(claim, details)).toEqual({
      id: '3461bbf1-7469-8802-af12-49d7db29c5eb',
      token: 'd0MSwXPFE0fwtytHwiv35ZjyaAiKHd-KnWI2u1kqrR8',
      repeat: 'return',
    });
  });

  test.each([
    ['name', { ...details, name: 'Eve' }, file],
    ['address', { ...details, email: 'eve@example.com' }, file],
    ['phone number', { ...details, phone: null }, file],
    ['text', { ...details, about: null }, file],
    ['file', details, { ...file, sha256: 'b'.repeat(64) }],
    ['file name', details, { ...file, name: 'b.txt' }],
    ['file missing', details, null],
  ])('has the same id and another token for another %s', (_title, otherDetails, otherFile) => {
    const other = claimOf(key, otherDetails, otherFile);
    expect([other.id, other.token === claim.token]).toEqual([claim.id, false]);
  });

  test('has another id and another token for another key', () => {
    const other = claimOf(`${key}2`, details, file);
    expect([other.id === claim.id, other.token === claim.token]).toEqual([false, false]);
  });
});

describe('Claim of a form', () => {
  const claim = createClaim();

  test('comes back as it was, and may change the profile', () => {
    expect(claim.repeat).toBe('none');
    expect(readClaim(formatClaim(claim))).toEqual({ ...claim, repeat: 'change' });
  });

  test.each([
    ['nothing', undefined],
    ['a list', [formatClaim(claim)]],
    ['no id', `x.${claim.token}`],
    ['no token', `${claim.id}.`],
    ['a token that is cut off', formatClaim(claim).slice(0, -1)],
    ['something after it', `${formatClaim(claim)}x`],
  ])('is not read from %s', (_title, text) => {
    expect(readClaim(text)).toBeNull();
  });
});
