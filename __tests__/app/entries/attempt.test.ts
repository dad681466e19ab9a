import { formatAttempt, keyOfForm, readAttempt } from '../../../app/entries/attempt';

const entry = { username: 'zoe', digits: '00000001' };
const others = [
  { ...entry, username: 'eve' },
  { ...entry, digits: '00000002' },
];
const attempt = { timestamp: '2026-11-21T07:42:43.081123Z', request: '8e03978e-40d5-43dd-bc93-6894a57f9324' };

describe('Attempt', () => {
  test('comes back with its entry, and with no other', () => {
    const text = formatAttempt(attempt, entry);
    expect(text).toMatch(/^[\w-]+$/);
    expect(readAttempt(text, entry)).toEqual(attempt);
    for (const other of others) expect(readAttempt(text, other)).toBeNull();
  });

  test.each([
    ['nothing', undefined],
    ['a list', [formatAttempt(attempt, entry)]],
    ['a text with something after it', `${formatAttempt(attempt, entry)}=`],
    ['milliseconds', formatAttempt({ ...attempt, timestamp: '2026-11-21T07:42:43.081Z' }, entry)],
    ['a date that no calendar has', formatAttempt({ ...attempt, timestamp: '2026-99-21T07:42:43.081123Z' }, entry)],
    ['a request that is no UUID', formatAttempt({ ...attempt, request: 'x' }, entry)],
    ['a UUID with something before it', formatAttempt({ ...attempt, request: `0${attempt.request}` }, entry)],
    ['a UUID with something after it', formatAttempt({ ...attempt, request: `${attempt.request}0` }, entry)],
  ])('is not read from %s', (_title, text) => {
    expect(readAttempt(text, entry)).toBeNull();
  });
});

describe('Key of a form', () => {
  const text = '0123456789abcdef0123456789abcdef';

  test('is the same for the same entry, and another one for others', () => {
    const keys = [entry, { ...entry }, ...others].map((one) => keyOfForm(text, one));
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });

  test.each([undefined, [text], text.toUpperCase(), text.slice(1), `${text}0`, `x${text}`])(
    'is not read from %j',
    (one) => {
      expect(keyOfForm(one, entry)).toBeNull();
    },
  );
});
