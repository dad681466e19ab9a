import { detectFileType, isWideText, TextCheck } from '../../../../app/profiles/files/file-type';

describe('detectFileType', () => {
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
  ])('given the first bytes %s, returns the type %s', (digits, type) => {
    expect(detectFileType(Buffer.from(digits, 'hex'))).toBe(type);
  });

  test.each([
    ['only its header', 'application/pdf', '%PDF-1.7\n'],
    ['a byte order mark before its header', 'application/pdf', '\ufeff%PDF-1.7\n'],
    ['a mail header before its own', 'application/pdf', 'Content-Type: application/pdf\r\n\r\n%PDF-1.4\r1 0 obj'],
    ['three spaces before its header', 'application/pdf', '   %PDF-1.4\n'],
    ['a byte order mark and white space before its header', 'application/pdf', '\ufeff\r\n\t %PDF-1.4\n'],
    ['a word before its header', 'application/pdf', 'junk%PDF-1.4\n1 0 obj'],
    ['a word before its header, and an end of file mark', 'application/pdf', 'junk %PDF-1.4\n%%EOF'],
    ['a word before its header, and a NUL', 'application/pdf', '  x %PDF-1.4\n\0'],
    ['control characters before its header', 'application/pdf', '\x01\x02%PDF-1.4\n'],
    ['a PDF header in its second line', 'text/plain', 'A note:\n%PDF-1.4 is how a PDF begins\n'],
    ['a PDF header and the word objects in its text', 'text/plain', 'A note:\n%PDF-1.4 and then 12 objects'],
    ['an empty line before its header', 'application/pdf', '\n%PDF-2.0'],
    ['a printer header before its own', 'application/pdf', '\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n%PDF-1.6'],
    ['its header at the end of the first 1,024 bytes', 'application/pdf', `${'x'.repeat(1_015)}\n%PDF-1.7\n1 0 obj`],
    ['its header one byte beyond the first 1,024 bytes', 'text/plain', `${'x'.repeat(1_016)}\n%PDF-1.7\n1 0 obj`],
    ['a PDF header in the middle of a line', 'text/plain', 'A PDF begins with %PDF-1.7'],
    ['a PDF header without a version', 'text/plain', '%PDF-'],
    ['the start of an HTML page', 'text/plain', '<!doctype html>\n%PDF-1.7\n<script>alert(1)</script>'],
    ['the start of a GIF', 'image/gif', 'GIF89a\n%PDF-1.7'],
  ])('for a file with %s, returns the type %s', (_title, type, text) => {
    expect(detectFileType(Buffer.from(text))).toBe(type);
  });

  test('detects a PDF even if a word precedes its header, as long as the file contains bytes that are not text', () => {
    expect(detectFileType(Buffer.from('x %PDF-1.4\n%\xe2\xe3\xcf', 'latin1'))).toBe('application/pdf');
  });
});

describe('isWideText', () => {
  test.each([
    ['true', 'UTF-16, little-endian', '\ufeffa', 'utf16le', true],
    ['true', 'UTF-16, big-endian', '\ufffea', 'utf16le', true],
    ['false', 'UTF-8', '\ufeffa', 'utf8', false],
  ] as const)('returns %s for text with the byte order mark of %s', (_result, _title, text, encoding, isWide) => {
    expect(isWideText(Buffer.from(text, encoding))).toBe(isWide);
  });
});

function isText(bytes: Buffer, cut: number): boolean {
  const check = new TextCheck();
  return (
    check.accepts(bytes.subarray(0, cut)) && check.accepts(bytes.subarray(cut)) && check.accepts(Buffer.alloc(0), true)
  );
}

describe('TextCheck', () => {
  test.each(['plain', 'a\tb\r\nc\f', '\ufeffwith a mark', 'Zoë 東京 👩‍👩‍👧', '<script>alert(1)</script>'])(
    'accepts the UTF-8 text %j, wherever it is split into chunks',
    (text) => {
      const bytes = Buffer.from(text);
      for (let cut = 0; cut <= bytes.length; cut += 1) expect(isText(bytes, cut)).toBe(true);
    },
  );

  test.each([
    ['a zero byte', Buffer.from('a\0b')],
    ['an escape', Buffer.from('\x1b[31m')],
    ['a byte that is not UTF-8', Buffer.from([0x61, 0xff])],
    ['an incomplete character', Buffer.from([0x61, 0xe6, 0x9d])],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
    ['a zip archive', Buffer.from('PK\x03\x04')],
  ])('rejects %s', (_name, bytes) => {
    for (let cut = 0; cut <= bytes.length; cut += 1) expect(isText(bytes, cut)).toBe(false);
  });
});
