import { isProfileId } from '../../../app/profiles/profile';
import {
  createRetryToken,
  formatRetryToken,
  nextRetryToken,
  parseRetryToken,
  retryTokenOf,
} from '../../../app/profiles/retry-token';

const key = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const details = { name: 'Ada', email: 'ada@example.com', phone: '+44 20 7946 0000', about: 'First.' };
const file = { name: 'a.txt', sha256: 'a'.repeat(64) };

describe('Retry token of an Idempotency-Key', () => {
  const retryToken = retryTokenOf(key, details, file);

  test('contains a UUID and a management token', () => {
    expect(isProfileId(retryToken.id)).toBe(true);
    expect(retryToken.token).toMatch(/^[\w-]{43}$/);
  });

  test('is the same for two requests with the same key, details and file', () => {
    expect(retryTokenOf(key, { ...details }, { ...file })).toEqual(retryToken);
  });

  test('is the same in every version of the app, because two versions run during a deployment', () => {
    expect(retryToken).toEqual({
      id: 'df377189-9abf-8b68-a886-16f6ab28d4b9',
      token: 'KUhJ3NT9EbRlaE3P_f7Jh9GLnAscG191uGAGv8WGco4',
      source: 'key',
    });
    expect(nextRetryToken(retryToken, details)).toEqual({
      id: '3461bbf1-7469-8802-af12-49d7db29c5eb',
      token: 'd0MSwXPFE0fwtytHwiv35ZjyaAiKHd-KnWI2u1kqrR8',
      source: 'key',
    });
  });

  test.each([
    ['the name differs', { ...details, name: 'Eve' }, file],
    ['the email address differs', { ...details, email: 'eve@example.com' }, file],
    ['the phone number is missing', { ...details, phone: null }, file],
    ['the text is missing', { ...details, about: null }, file],
    ['the file differs', details, { ...file, sha256: 'b'.repeat(64) }],
    ['the file name differs', details, { ...file, name: 'b.txt' }],
    ['the file is missing', details, null],
  ])('has the same id, but a different management token, if %s', (_title, otherDetails, otherFile) => {
    const other = retryTokenOf(key, otherDetails, otherFile);
    expect([other.id, other.token === retryToken.token]).toEqual([retryToken.id, false]);
  });

  test('has a different id and a different management token for a different key', () => {
    const other = retryTokenOf(`${key}2`, details, file);
    expect([other.id === retryToken.id, other.token === retryToken.token]).toEqual([false, false]);
  });
});

describe('Retry token of a form', () => {
  const retryToken = createRetryToken();

  test("is unchanged by formatting and parsing, except that its source becomes 'form'", () => {
    expect(retryToken.source).toBe('new');
    expect(parseRetryToken(formatRetryToken(retryToken))).toEqual({ ...retryToken, source: 'form' });
  });

  test.each([
    ['a missing field', undefined],
    ['a list', [formatRetryToken(retryToken)]],
    ['a malformed id', `x.${retryToken.token}`],
    ['an empty token', `${retryToken.id}.`],
    ['a token that is too short', formatRetryToken(retryToken).slice(0, -1)],
    ['a token that is too long', `${formatRetryToken(retryToken)}x`],
  ])('is null if it is parsed from %s', (_title, text) => {
    expect(parseRetryToken(text)).toBeNull();
  });
});
