import { fileTypeOf, TextCheck } from '../../../app/profiles/file-type';

test.each([
  ['89504e470d0a1a0a0000000d49484452', 'image/png'],
  ['ffd8ffe000104a464946', 'image/jpeg'],
  ['474946383961', 'image/gif'],
  ['474946383761', 'image/gif'],
  ['524946460a000000574542505650', 'image/webp'],
  ['255044462d312e37', 'application/pdf'],
  ['89504e470d0a', 'text/plain'],
  ['52494646000000005741564566', 'text/plain'],
  ['3c7376673e', 'text/plain'],
])('a file that begins with %s is %s', (digits, type) => {
  expect(fileTypeOf(Buffer.from(digits, 'hex'))).toBe(type);
});

function isText(bytes: Buffer, cut: number): boolean {
  const check = new TextCheck();
  return (
    check.accepts(bytes.subarray(0, cut)) && check.accepts(bytes.subarray(cut)) && check.accepts(Buffer.alloc(0), true)
  );
}

test.each(['plain', 'a\tb\r\nc\f', '\ufeffwith a mark', 'Zoë 東京 👩‍👩‍👧', '<script>alert(1)</script>'])(
  'text in UTF-8 is text, wherever it is cut: %j',
  (text) => {
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut += 1) expect(isText(bytes, cut)).toBe(true);
  },
);

test.each([
  ['a zero byte', Buffer.from('a\0b')],
  ['an escape', Buffer.from('\x1b[31m')],
  ['a byte that is not UTF-8', Buffer.from([0x61, 0xff])],
  ['a character that is cut off', Buffer.from([0x61, 0xe6, 0x9d])],
  ['half of UTF-16', Buffer.from([0xed, 0xa0, 0x80])],
  ['a zip archive', Buffer.from('PK\x03\x04')],
])('%s is not text', (_name, bytes) => {
  for (let cut = 0; cut <= bytes.length; cut += 1) expect(isText(bytes, cut)).toBe(false);
});
