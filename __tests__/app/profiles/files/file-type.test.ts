import { fileTypeOf, isWideText, TextCheck } from '../../../../app/profiles/files/file-type';

test.each([
  ['89504e470d0a1a0a0000000d49484452', 'image/png'],
  ['ffd8ffe000104a464946', 'image/jpeg'],
  ['474946383961', 'image/gif'],
  ['474946383761', 'image/gif'],
  ['524946460a000000574542505650382058', 'image/webp'],
  ['524946460a00000057454250', 'text/plain'],
  ['47494638', 'text/plain'],
  ['474946383861', 'text/plain'],
  ['ffd8ff', 'text/plain'],
  ['255044462d312e37', 'application/pdf'],
  ['89504e470d0a', 'text/plain'],
  ['52494646000000005741564566', 'text/plain'],
  ['3c7376673e', 'text/plain'],
])('a file that begins with %s is %s', (digits, type) => {
  expect(fileTypeOf(Buffer.from(digits, 'hex'))).toBe(type);
});

test.each([
  ['its header alone', '%PDF-1.7\n', 'application/pdf'],
  ['a byte order mark before its header', '\ufeff%PDF-1.7\n', 'application/pdf'],
  ['a mail header before its own', 'Content-Type: application/pdf\r\n\r\n%PDF-1.4\r1 0 obj', 'application/pdf'],
  ['three spaces before its header', '   %PDF-1.4\n', 'application/pdf'],
  ['a mark and white space before its header', '\ufeff\r\n\t %PDF-1.4\n', 'application/pdf'],
  ['a word before its header', 'junk%PDF-1.4\n1 0 obj', 'application/pdf'],
  ['a word before its header, and an end', 'junk %PDF-1.4\n%%EOF', 'application/pdf'],
  ['spaces before its header, and a NUL', '  x %PDF-1.4\n\0', 'application/pdf'],
  ['controls before its header', '\x01\x02%PDF-1.4\n', 'application/pdf'],
  ['a header in its second line', 'A note:\n%PDF-1.4 is how a PDF begins\n', 'text/plain'],
  ['a header and the word object', 'A note:\n%PDF-1.4 and then 12 objects', 'text/plain'],
  ['a blank line before its header', '\n%PDF-2.0', 'application/pdf'],
  ['a header of a printer before its own', '\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n%PDF-1.6', 'application/pdf'],
  ['its header at the end of the first 1,024 bytes', `${'x'.repeat(1_015)}\n%PDF-1.7\n1 0 obj`, 'application/pdf'],
  ['its header one byte after that', `${'x'.repeat(1_016)}\n%PDF-1.7\n1 0 obj`, 'text/plain'],
  ['a header in the middle of a line', 'A PDF begins with %PDF-1.7', 'text/plain'],
  ['a header without a version', '%PDF-', 'text/plain'],
  ['the beginning of a page', '<!doctype html>\n%PDF-1.7\n<script>alert(1)</script>', 'text/plain'],
  ['the beginning of a picture', 'GIF89a\n%PDF-1.7', 'image/gif'],
])('a file with %s has a type', (_title, text, type) => {
  expect(fileTypeOf(Buffer.from(text))).toBe(type);
});

test('a file with a PDF header after a word, and bytes that are not text, is a PDF', () => {
  expect(fileTypeOf(Buffer.from('x %PDF-1.4\n%\xe2\xe3\xcf', 'latin1'))).toBe('application/pdf');
});

test.each([
  ['UTF-16, little-endian', '\ufeffa', 'utf16le', true],
  ['UTF-16, big-endian', '\ufffea', 'utf16le', true],
  ['UTF-8', '\ufeffa', 'utf8', false],
] as const)('text with the byte order mark of %s', (_title, text, encoding, isWide) => {
  expect(isWideText(Buffer.from(text, encoding))).toBe(isWide);
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
