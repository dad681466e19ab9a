import { cleanFileName } from '../../../../app/profiles/files/file-name';

describe('cleanFileName', () => {
  test.each([
    ['picture.png', 'picture.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\folder\\Zoe\u0308.png', 'Zoë.png'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['a\u200b\u00ad\u00a0b.png', 'a b.png'],
    ['line\r\nbreak"; x=".txt', 'linebreak"; x=".txt'],
    ['/', 'file'],
    ['', 'file'],
    [' ', 'file'],
    [`${'a'.repeat(200)}.png`, `${'a'.repeat(124)}.png`],
  ])('converts %j to %j', (name, cleaned) => {
    expect(cleanFileName(name)).toBe(cleaned);
  });
});
