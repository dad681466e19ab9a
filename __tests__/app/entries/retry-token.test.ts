import { formatRetryToken, idempotencyKeyOfForm, parseRetryToken } from '../../../app/entries/retry-token';

const entry = { username: 'zoe', digits: '00000001' };
const others = [
  { ...entry, username: 'eve' },
  { ...entry, digits: '00000002' },
];
const retryToken = { timestamp: '2026-11-21T07:42:43.081123Z', request: '8e03978e-40d5-43dd-bc93-6894a57f9324' };

describe('EntryRetryToken', () => {
  test('can be decoded only with the entry for which it was encoded', () => {
    const text = formatRetryToken(retryToken, entry);
    expect(text).toMatch(/^[\w-]+$/);
    expect(parseRetryToken(text, entry)).toEqual(retryToken);
    for (const other of others) expect(parseRetryToken(text, other)).toBeNull();
  });

  test.each([
    ['undefined', undefined],
    ['a list', [formatRetryToken(retryToken, entry)]],
    ['a token followed by another character', `${formatRetryToken(retryToken, entry)}=`],
    [
      'a token whose timestamp has only milliseconds',
      formatRetryToken({ ...retryToken, timestamp: '2026-11-21T07:42:43.081Z' }, entry),
    ],
    [
      'a token with an impossible date',
      formatRetryToken({ ...retryToken, timestamp: '2026-99-21T07:42:43.081123Z' }, entry),
    ],
    ['a token whose request id is not a UUID', formatRetryToken({ ...retryToken, request: 'x' }, entry)],
    [
      'a token with an extra digit before the UUID',
      formatRetryToken({ ...retryToken, request: `0${retryToken.request}` }, entry),
    ],
    [
      'a token with an extra digit after the UUID',
      formatRetryToken({ ...retryToken, request: `${retryToken.request}0` }, entry),
    ],
  ])('is null if it is decoded from %s', (_title, text) => {
    expect(parseRetryToken(text, entry)).toBeNull();
  });
});

describe('Idempotency key of a form', () => {
  const text = '0123456789abcdef0123456789abcdef';

  test('is the same for equal entries, and different for different entries', () => {
    const keys = [entry, { ...entry }, ...others].map((one) => idempotencyKeyOfForm(text, one));
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });

  test.each([undefined, [text], text.toUpperCase(), text.slice(1), `${text}0`, `x${text}`])(
    'is null if the value in the form is %j',
    (one) => {
      expect(idempotencyKeyOfForm(one, entry)).toBeNull();
    },
  );
});
