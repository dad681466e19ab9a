import { cleanFileName, parseProfile } from '../../../app/profiles/profile-form';

const least = { name: 'Ada', email: 'ada@example.com' };

const wrongFields = (fields: Record<string, unknown>) => parseProfile(fields).errors.map(({ field }) => field);

test('a name and an e-mail address are enough', () => {
  expect(parseProfile({ ...least, phone: '', about: ' ', other: 'x' })).toEqual({
    details: { ...least, phone: null, about: null },
    errors: [],
  });
});

test('fields are trimmed, composed, and have the line breaks of Unix', () => {
  const fields = {
    name: ' Zoe\u0308 ',
    email: ' a@b.example ',
    phone: ' +44 (20) 7946-0000 ',
    about: 'One.\r\n\r\nTwo.\t ',
  };
  expect(parseProfile(fields).details).toEqual({
    name: 'Zoë',
    email: 'a@b.example',
    phone: '+44 (20) 7946-0000',
    about: 'One.\n\nTwo.',
  });
});

test('every wrong field is told at once', () => {
  expect(wrongFields({ phone: 'x', about: 'a'.repeat(2_001) })).toEqual(['name', 'email', 'phone', 'about']);
});

test.each([
  ['name', 'a'.repeat(65)],
  ['name', '\u202eAda'],
  ['name', ['Ada']],
  ['name', 7],
  ['email', ''],
  ['email', 'ada'],
  ['email', 'ada@localhost'],
  ['email', 'ada@example.com, eve@example.com'],
  ['email', 'ada @example.com'],
  ['email', '<ada@example.com>'],
  ['email', 'a@b.example\nBcc: c@d.example'],
  ['email', `${'a'.repeat(65)}@example.com`],
  ['email', `a@${'b'.repeat(250)}.example`],
  ['phone', '1234'],
  ['phone', '1234567890123456'],
  ['phone', '+44 ext 5'],
  ['phone', '++4412345'],
  ['phone', ['12345']],
  ['about', 'a\0b'],
  ['about', '\u2066hidden'],
  ['about', {}],
])('%s is refused where it is %j', (field, value) => {
  expect(wrongFields({ ...least, [field]: value })).toEqual([field]);
});

test.each([
  ['name', '東京 👩‍👩‍👧'],
  ['name', "'; drop table profiles; --"],
  ['name', '<script>'],
  ['email', 'o’neill+tag@müller.example'],
  ['phone', '110 12'],
  ['about', 'مرحبا\nשלום'],
  ['about', '👩'.repeat(2_000)],
])('%s is taken where it is %s', (field, value) => {
  expect(wrongFields({ ...least, [field]: value })).toEqual([]);
});

test.each([
  ['picture.png', 'picture.png'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\folder\\Zoe\u0308.png', 'Zoë.png'],
  ['a\u202egnp.exe', 'agnp.exe'],
  ['line\r\nbreak"; x=".txt', 'linebreak"; x=".txt'],
  ['/', 'file'],
  ['', 'file'],
  [' ', 'file'],
  [`${'a'.repeat(200)}.png`, `${'a'.repeat(124)}.png`],
])('a file called %j is kept as %j', (name, kept) => {
  expect(cleanFileName(name)).toBe(kept);
});
