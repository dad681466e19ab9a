import { boundary, picture, writePart } from '../../../../support/http/multipart';
import { requiredParts, useUploads } from '../../../../support/http/profiles-client';
import type { RawResponse } from '../../../../support/http/raw-http';

const client = useUploads();
const { name, email } = requiredParts;

/** Posts a form with a name, an email address and a file part with the given header. */
function postPart(header: string | Buffer, content: string | Buffer = picture): Promise<RawResponse> {
  const part = [Buffer.from(`--${boundary}\r\n`), Buffer.from(header), Buffer.from('\r\n\r\n'), Buffer.from(content)];
  return client().postBytes(
    Buffer.concat([writePart(name), writePart(email), ...part, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  );
}

describe('Header of a file part', () => {
  const disposition = 'Content-Disposition: form-data; name="file"';

  test.each([
    ['without quotes', 'filename=me(1).png', 'me(1).png'],
    ['before a final semicolon', 'filename="me.png";', 'me.png'],
    ['after an empty parameter', '; filename="me.png"', 'me.png'],
    ['with a semicolon', 'filename="a;b=c.png"', 'a;b=c.png'],
    ['escaped as by browsers', 'filename="5%22 disk%.png"', '5" disk%.png'],
    ['escaped with a backslash', 'filename="5\\" disk.png"', '5" disk.png'],
    ['in the extended form (filename*)', "filename*=UTF-8''my%20photo%20(%E2%82%AC).png", 'my photo (€).png'],
    ['in the extended form, with the alias utf8', "filename*=utf8''my%20photo%20(%E2%82%AC).png", 'my photo (€).png'],
    ['in the extended form, quoted', `filename*="utf-8'en'%C3%A9.png"`, 'é.png'],
    ['in the extended form beside a plain one', `filename="x.png"; filename*=utf-8''%C3%A9.png`, 'é.png'],
    ['in the extended form in Latin-1', "filename*=ISO-8859-1''caf%E9.png", 'café.png'],
    ['beside unknown parameters', 'FileName="me.png"; size=3; handling="a b"', 'me.png'],
    ['on a folded line', '\r\n\tfilename="me.png"', 'me.png'],
  ])('is accepted with a file name %s', async (_title, parameter, kept) => {
    const { status, body } = await postPart(`${disposition}; ${parameter}`);
    expect([status, JSON.parse(body).file?.name]).toEqual([201, kept]);
  });

  test.each([
    ['names in any case', `content-DISPOSITION: Form-Data; Name=file; filename=me.png\r\ncontent-type: IMAGE/png;`],
    ['unknown fields', `X-A: 1\r\nX-A: 2\r\nContent-Length: 1\r\n${disposition}; filename="me.png"`],
    ['the encoding binary', `Content-Transfer-Encoding: Binary\r\n${disposition}; filename="me.png"`],
    ['a type and without a file name', `${disposition}\r\nContent-Type: image/png`],
    ['a size of 8 KB', `${disposition}; filename="me.png"\r\nX: ${'x'.repeat(8_000)}`],
  ])('is accepted with %s', async (_title, header) => {
    const { status } = await postPart(header);
    expect([status, client().profiles.lastFile?.size]).toEqual([201, picture.length]);
  });

  test.each([
    [400, 'a bare quotation mark in its name', `${disposition}; filename="5" disk.png"`],
    [400, 'an unquoted name with a space', `${disposition}; filename=my photo.png`],
    [400, 'an unquoted name with a quotation mark', `${disposition}; filename=5"disk.png`],
    [400, 'a quoted name without an end', `${disposition}; filename="me.png`],
    [400, 'an empty unquoted name', `${disposition}; filename=`],
    [400, 'a space in an extended name', `${disposition}; filename*=UTF-8''my photo.png`],
    [400, 'an extended name that is not UTF-8', `${disposition}; filename*=UTF-8''caf%E9.png`],
    [400, 'an extended name without a charset', `${disposition}; filename*=me.png`],
    [400, 'a name in numbered parameters', `${disposition}; filename*0="me"; filename*1=".png"`],
    [400, 'two names', `${disposition}; filename="a.png"; filename="b.png"`],
    [400, 'two names in different cases', `${disposition}; filename="a.png"; FileName="b.png"`],
    [400, 'a name that is not UTF-8', Buffer.from(`${disposition}; filename="café.png"`, 'latin1')],
    [400, 'a NUL in its name', `${disposition}; filename="me.png\0.txt"`],
    [400, 'two dispositions', `${disposition}; filename="a.png"\r\n${disposition}; filename="b.png"`],
    [400, 'two types', `${disposition}; filename="a.png"\r\nContent-Type: a/b\r\nContent-Type: c/d`],
    [400, 'another disposition', 'Content-Disposition: attachment; name="file"; filename="me.png"'],
    [400, 'a missing disposition', 'Content-Type: image/png'],
    [400, 'a missing semicolon', 'Content-Disposition: form-data name="file"; filename="me.png"'],
    [400, 'a space before a colon', `Content-Disposition : form-data; name="file"; filename="me.png"`],
    [400, 'a bare line feed in its header', `${disposition}; filename="me.png"\nContent-Type: image/png`],
    [400, 'a size of 9 KB', `${disposition}; filename="me.png"\r\nX: ${'x'.repeat(9_000)}`],
    [400, 'missing fields', ''],
    [415, 'an unknown charset', `${disposition}; filename*=koi8-r''%C1.png`],
    [415, 'base64', `${disposition}; filename="me.png"\r\nContent-Transfer-Encoding: base64`],
    [415, 'quoted-printable', `${disposition}; filename="me.png"\r\nContent-Transfer-Encoding: quoted-printable`],
    [415, 'compression', `${disposition}; filename="me.png"\r\nContent-Encoding: gzip`],
    [415, 'a nested multipart body', `${disposition}\r\nContent-Type: multipart/mixed; boundary=x`],
  ])('is rejected with %i for %s', async (status, _title, header) => {
    expect((await postPart(header)).status).toBe(status);
    expect(client().profiles.profiles).toEqual([]);
  });
});

test('Error about a part header quotes only the start of a long header line', async () => {
  const { body } = await postPart(`X ${'x'.repeat(8_000)}`);
  expect(JSON.parse(body).detail).toMatch(/malformed header line: "X x{98}…"\.$/);
});

describe('Header of a text part', () => {
  const disposition = 'Content-Disposition: form-data; name="about"';

  test.each([
    ['with an unquoted name', 'Content-Disposition: form-data; name=about', 'é'],
    ['with an extended name', "Content-Disposition: form-data; name*=utf-8''about", 'é'],
    ['in UTF-8, with the alias utf8', `${disposition}\r\nContent-Type: text/plain; charset=utf8`, 'é'],
    ['in UTF-8 declared as ASCII', `${disposition}\r\nContent-Type: text/plain; charset=US-ASCII`, 'é'],
    ['in ASCII, named ANSI_X3.4-1968', `${disposition}\r\nContent-Type: text/plain; charset=ANSI_X3.4-1968`, 'é'],
    ['in ASCII, named cp367', `${disposition}\r\nContent-Type: text/plain; charset=cp367`, 'é'],
    ['in Latin-1', `${disposition}\r\nContent-Type: text/plain; charset=iso-8859-1`, Buffer.from([0xe9])],
    ['in UTF-16', `${disposition}\r\nContent-Type: text/plain; charset=utf-16le`, Buffer.from('é', 'utf16le')],
    [
      'as sent by Dart',
      `content-type: text/plain; charset=utf-8\r\ncontent-transfer-encoding: binary\r\n${disposition}`,
      'é',
    ],
  ])('is accepted %s', async (_title, header, content) => {
    const { status, body } = await postPart(header, content);
    expect([status, JSON.parse(body).about]).toEqual([201, 'é']);
  });

  test.each([
    [415, 'the charset base64', `${disposition}\r\nContent-Type: text/plain; charset=base64`, 'w6k='],
    [415, 'an unknown charset', `${disposition}\r\nContent-Type: text/plain; charset=klingon`, 'a'],
    [415, 'another type', `${disposition}\r\nContent-Type: application/json`, '"é"'],
    [415, 'a malformed type', `${disposition}\r\nContent-Type: text`, 'a'],
    [415, 'two charsets', `${disposition}\r\nContent-Type: text/plain; charset=utf-8; charset=latin1`, 'a'],
    [415, 'the same charset twice', `${disposition}\r\nContent-Type: text/plain; charset=utf-8; Charset="utf-8"`, 'a'],
    [415, 'the encoding base64', `${disposition}\r\nContent-Transfer-Encoding: base64`, 'w6k='],
    [400, 'bytes that are not UTF-8', disposition, Buffer.from([0xe9])],
    [400, 'a missing name', 'Content-Disposition: form-data', 'a'],
    [400, 'an empty name', 'Content-Disposition: form-data; name=""', 'a'],
    [400, 'two names', `${disposition}; name="name"`, 'a'],
    [415, 'a _charset_ other than UTF-8', 'Content-Disposition: form-data; name=_charset_', 'iso-8859-1'],
  ])('is rejected with %i for %s', async (status, _title, header, content) => {
    expect((await postPart(header, content)).status).toBe(status);
    expect(client().profiles.profiles).toEqual([]);
  });
});
