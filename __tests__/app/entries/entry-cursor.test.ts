import { formatEntryToken, readEntryToken } from '../../../app/entries/entry-cursor';

const timestamp = '2026-11-21T07:42:43.081123Z';

test.each(['zoe', 'Zoë', '子轩', '😀'.repeat(64), '"\'<&;,=', 'a'.repeat(2048), 'é'.repeat(1024)])(
  'a key survives: %s',
  (username) => {
    const token = formatEntryToken({ username, timestamp });
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(readEntryToken(token)).toEqual({ username, timestamp });
  },
);

test.each(['2026-11-21T07:42:43Z', '2026-11-21T07:42:43.081Z', '2026-11-21T07:42:43.081+01:00'])(
  'the timestamp of another program survives: %s',
  (other) => {
    const key = { username: 'zoe of elsewhere', timestamp: other };
    expect(readEntryToken(formatEntryToken(key))).toEqual(key);
  },
);

const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const valid = encode(`${timestamp} zoe`);

test.each([
  ['nothing', ''],
  ['no base64url', '!!!'],
  ['padding', `${encode(`${timestamp} zo`)}=`],
  ['the other base64 alphabet', Buffer.from(`${timestamp} ??>>`).toString('base64')],
  ['stray characters', `${valid.slice(0, 8)}.${valid.slice(8)}`],
  ['a space', `${valid} `],
  ['a timestamp alone', encode(timestamp)],
  ['a timestamp that is followed by nothing', encode(`${timestamp} `)],
  ['a timestamp without a zone', encode('2026-11-21T07:42:43.081123 zoe')],
  ['a month that is none', encode('2026-13-21T07:42:43.081123Z zoe')],
  ['another text', encode('x'.repeat(40))],
  ['invalid UTF-8', encode(Buffer.concat([Buffer.from(`${timestamp} `), Buffer.from([0xff])]))],
  ['a username that no table can hold', encode(`${timestamp} ${'a'.repeat(2049)}`)],
  ['one of fewer characters and more bytes', encode(`${timestamp} ${'é'.repeat(1025)}`)],
])('%s is no token', (_title, token) => {
  expect(readEntryToken(token)).toBeNull();
});
