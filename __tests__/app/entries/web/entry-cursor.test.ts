import { formatEntryCursor, parseEntryCursor } from '../../../../app/entries/web/entry-cursor';

const timestamp = '2026-11-21T07:42:43.081123Z';

describe('Entry cursor', () => {
  test.each(['zoe', 'Zoë', '子轩', '😀'.repeat(64), '"\'<&;,=', 'a'.repeat(2048), 'é'.repeat(1024)])(
    'contains the key of an entry with the username %s',
    (username) => {
      const token = formatEntryCursor({ username, timestamp });
      expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(parseEntryCursor(token)).toEqual({ username, timestamp });
    },
  );

  test.each(['2026-11-21T07:42:43Z', '2026-11-21T07:42:43.081Z', '2026-11-21T07:42:43.081+01:00'])(
    'contains the key of an entry that another program stored with the timestamp %s',
    (other) => {
      const key = { username: 'zoe of elsewhere', timestamp: other };
      expect(parseEntryCursor(formatEntryCursor(key))).toEqual(key);
    },
  );

  const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url');
  const valid = encode(`${timestamp} zoe`);

  test.each([
    ['an empty string', ''],
    ['invalid base64url', '!!!'],
    ['base64url with padding', `${encode(`${timestamp} zo`)}=`],
    ['base64 with + and /', Buffer.from(`${timestamp} ??>>`).toString('base64')],
    ['base64url with a dot', `${valid.slice(0, 8)}.${valid.slice(8)}`],
    ['base64url with a space at the end', `${valid} `],
    ['only a timestamp', encode(timestamp)],
    ['a timestamp and an empty username', encode(`${timestamp} `)],
    ['a timestamp without a time zone', encode('2026-11-21T07:42:43.081123 zoe')],
    ['a timestamp with an invalid month', encode('2026-13-21T07:42:43.081123Z zoe')],
    ['text without a timestamp', encode('x'.repeat(40))],
    ['a username with invalid UTF-8', encode(Buffer.concat([Buffer.from(`${timestamp} `), Buffer.from([0xff])]))],
    ['a username longer than DynamoDB allows', encode(`${timestamp} ${'a'.repeat(2049)}`)],
    ['a username with fewer characters, but too many bytes', encode(`${timestamp} ${'é'.repeat(1025)}`)],
  ])('is rejected: %s', (_title, token) => {
    expect(parseEntryCursor(token)).toBeNull();
  });
});
