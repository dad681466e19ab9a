import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { ConcurrencyLimit } from '../../../../app/http/concurrency-limit';
import { ResponseDeadline } from '../../../../app/http/response-deadline';
import { MultipartForm } from '../../../../app/profiles/web/multipart/multipart';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { maxFileBytes } from '../../../../contract';
import { startApp, type TestApp } from '../../../support/http/app-server';
import {
  boundary,
  multipartType,
  type Part,
  picture,
  textOf,
  writeMultipart,
  writePart,
} from '../../../support/http/multipart';
import { open, type RawAnswer, send, writeRequest } from '../../../support/http/raw-http';
import { until } from '../../../support/jest/until';
import { MemoryProfiles } from '../../../support/stores/memory-profiles';

const profiles = new MemoryProfiles();
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ profiles });
});
beforeEach(() => {
  profiles.profiles.length = 0;
  Object.assign(profiles.uploads, { begun: 0, cut: 0 });
  profiles.records.clear();
});
afterEach(() => expect(profiles.pending.size).toBe(0));
afterAll(() => app.stop());

const target = '/profiles';
const acceptJson = ['Accept', 'application/json'] as const;
const name: Part = { name: 'name', value: 'Zoë' };
const email: Part = { name: 'email', value: 'zoe@example.com' };
const file: Part = { name: 'file', value: picture, fileName: 'me.png', type: 'image/png' };

function postBytes(body: Buffer, ...headers: (readonly [string, string])[]): Promise<RawAnswer> {
  return send(app.port, { method: 'POST', target, headers: [multipartType, acceptJson, ...headers], body });
}

const postParts = (...parts: Part[]) => postBytes(writeMultipart(parts));

const chunk = (bytes: Buffer) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

const fieldsOf = ({ body }: RawAnswer) => JSON.parse(body).errors.map(({ field }: { field: string }) => field);

describe('a form with a file', () => {
  test.each([
    ['last', [name, email, file]],
    ['first', [file, name, email]],
    ['in between', [name, file, email]],
  ])('is taken with the file %s', async (_title, parts) => {
    const { status, body } = await postParts(...parts);
    expect([status, JSON.parse(body)]).toEqual([
      201,
      expect.objectContaining({ name: 'Zoë', email: 'zoe@example.com' }),
    ]);
    expect([...profiles.records.values()].at(-1)).toMatchObject({ size: picture.length, type: 'image/png' });
  });

  test.each([
    ['without a file', []],
    ['with the empty file that browsers send where none was chosen', [{ ...file, value: '', fileName: '' }]],
  ])('may come %s', async (_title, parts: Part[]) => {
    const { status, body } = await postParts(name, email, ...parts);
    expect([status, JSON.parse(body).file]).toEqual([201, null]);
  });

  test.each([
    ['byte by byte', 1],
    ['in pieces that part the boundaries', 7],
  ])('may come in chunks, %s', async (_title, size) => {
    const bytes = writeMultipart([name, email, { ...file, value: picture.subarray(0, 300) }]);
    const connection = await open(app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    for (let at = 0; at < bytes.length; at += size) connection.write(chunk(bytes.subarray(at, at + size)));
    connection.write('0\r\n\r\n');
    expect((await connection.answer('POST')).status).toBe(201);
    connection.destroy();
  });

  test.each([
    ['of any script', 'Фото 写真.png', 'Фото 写真.png'],
    ['with a folder', 'C:\\fakepath\\me.png', 'me.png'],
    ['that climbs', '../../etc/passwd', 'passwd'],
  ])('may have a name %s', async (_title, fileName, kept) => {
    const { body } = await postParts(name, email, { ...file, fileName });
    expect(JSON.parse(body).file.name).toBe(kept);
  });

  test('has the type of its content, whatever it says', async () => {
    await postParts(name, email, { ...file, fileName: 'me.html', type: 'text/html' });
    expect([...profiles.records.values()].at(-1)?.type).toBe('image/png');
  });

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing that may run scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('may be any text, such as %s: it is a text and nothing else', async (_title, value) => {
    expect((await postParts(name, email, { ...file, value })).status).toBe(201);
    expect([...profiles.records.values()].at(-1)?.type).toBe('text/plain');
  });

  test('may ask first whether to come', async () => {
    const body = writeMultipart([name, email, file]);
    const connection = await open(app.port);
    const headers = [multipartType, ['Expect', '100-continue'], ['Content-Length', String(body.length)]] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    await connection.until('100 Continue');
    connection.write(body);
    expect((await connection.answer('POST')).status).toBe(303);
    connection.destroy();
  });
});

describe('400 is the answer to', () => {
  const many = Array.from({ length: 21 }, (_, index) => ({ name: `x${index}`, value: '' }));

  test.each([
    ['a second file', [name, email, file, file]],
    ['a file in a part of another name', [name, email, { ...file, name: 'picture' }]],
    ['a file in the part of a field', [{ ...file, name: 'name' }, email]],
    ['a file that is sent as a field', [name, email, { name: 'file', value: 'text' }]],
    ['too many fields', [name, email, ...many]],
  ])('%s', async (_title, parts: Part[]) => {
    expect((await postParts(...parts)).status).toBe(400);
  });

  const whole = writeMultipart([name, email, file]);

  test.each([
    ['no byte', Buffer.alloc(0)],
    ['a form that ends in a field', whole.subarray(0, 100)],
    ['a form that ends in the file', whole.subarray(0, whole.length - 1_000)],
    ['a form without its last boundary', Buffer.concat([writePart(name), writePart(email)])],
    ['a part with a malformed header', Buffer.from(`--${boundary}\r\nno header\r\n\r\n\r\n--${boundary}--\r\n`)],
    [
      'a part without a name',
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data\r\n\r\na\r\n--${boundary}--\r\n`),
    ],
    ['another boundary', Buffer.from('--other\r\n\r\n--other--\r\n')],
    ['something else', Buffer.from('{"name":"Zoë"}')],
  ])('%s', async (_title, body) => {
    expect((await postBytes(body)).status).toBe(400);
  });

  test('a form without a boundary', async () => {
    const headers = [['Content-Type', 'multipart/form-data'], acceptJson] as const;
    expect((await send(app.port, { method: 'POST', target, headers, body: whole })).status).toBe(400);
  });
});

describe('415 is the answer to', () => {
  test('a file of another kind, and it names the field', async () => {
    const answer = await postParts(name, email, { ...file, value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]) });
    expect([answer.status, fieldsOf(answer)]).toEqual([415, ['file']]);
  });

  test('a text whose last byte is none, and it names the field', async () => {
    const latin = Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.from([0xe9])]);
    const answer = await postParts(name, email, { ...file, value: latin });
    expect([answer.status, fieldsOf(answer)]).toEqual([415, ['file']]);
  });

  test('a field in an encoding that nobody knows', async () => {
    expect((await postParts({ ...name, type: 'text/plain; charset=klingon' }, email)).status).toBe(415);
  });

  test('a compressed form', async () => {
    const answer = await postBytes(writeMultipart([name, email]), ['Content-Encoding', 'gzip']);
    expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'identity']);
  });

  test.each(['text/plain', 'application/xml', 'multipart/mixed; boundary=x'])('a body of the type %s', async (type) => {
    const answer = await send(app.port, { method: 'POST', target, headers: [['Content-Type', type]], body: 'a' });
    expect([answer.status, answer.headers['accept-post']]).toEqual([
      415,
      'multipart/form-data, application/json, application/x-www-form-urlencoded',
    ]);
  });
});

/** A form of a name, an address and one more part, whose header is given line by line. */
function postPart(header: string | Buffer, content: string | Buffer = picture): Promise<RawAnswer> {
  const part = [Buffer.from(`--${boundary}\r\n`), Buffer.from(header), Buffer.from('\r\n\r\n'), Buffer.from(content)];
  return postBytes(Buffer.concat([writePart(name), writePart(email), ...part, Buffer.from(`\r\n--${boundary}--\r\n`)]));
}

describe('Part of a file', () => {
  const disposition = 'Content-Disposition: form-data; name="file"';

  test.each([
    ['unquoted', 'filename=me(1).png', 'me(1).png'],
    ['before a last semicolon', 'filename="me.png";', 'me.png'],
    ['after an empty parameter', '; filename="me.png"', 'me.png'],
    ['with a semicolon', 'filename="a;b=c.png"', 'a;b=c.png'],
    ['escaped as browsers do', 'filename="5%22 disk%.png"', '5" disk%.png'],
    ['escaped with a backslash', 'filename="5\\" disk.png"', '5" disk.png'],
    ['of the extended form', "filename*=UTF-8''my%20photo%20(%E2%82%AC).png", 'my photo (€).png'],
    [
      'of the extended form, with the alias of UTF-8',
      "filename*=utf8''my%20photo%20(%E2%82%AC).png",
      'my photo (€).png',
    ],
    ['of the extended form, quoted', `filename*="utf-8'en'%C3%A9.png"`, 'é.png'],
    ['of the extended form beside a plain one', `filename="x.png"; filename*=utf-8''%C3%A9.png`, 'é.png'],
    ['of the extended form in Latin-1', "filename*=ISO-8859-1''caf%E9.png", 'café.png'],
    ['with parameters that forms do not know', 'FileName="me.png"; size=3; handling="a b"', 'me.png'],
    ['on a folded line', '\r\n\tfilename="me.png"', 'me.png'],
  ])('has a name %s', async (_title, parameter, kept) => {
    const { status, body } = await postPart(`${disposition}; ${parameter}`);
    expect([status, JSON.parse(body).file?.name]).toEqual([201, kept]);
  });

  test.each([
    ['any case of names', `content-DISPOSITION: Form-Data; Name=file; filename=me.png\r\ncontent-type: IMAGE/png;`],
    ['fields that forms do not know', `X-A: 1\r\nX-A: 2\r\nContent-Length: 1\r\n${disposition}; filename="me.png"`],
    ['an encoding that changes nothing', `Content-Transfer-Encoding: Binary\r\n${disposition}; filename="me.png"`],
    ['a type and no file name', `${disposition}\r\nContent-Type: image/png`],
    ['a header of 8 KB', `${disposition}; filename="me.png"\r\nX: ${'x'.repeat(8_000)}`],
  ])('is read with %s', async (_title, header) => {
    const { status } = await postPart(header);
    expect([status, [...profiles.records.values()].at(-1)?.size]).toEqual([201, picture.length]);
  });

  test.each([
    [400, 'a bare quotation mark in its name', `${disposition}; filename="5" disk.png"`],
    [400, 'an unquoted name with a space', `${disposition}; filename=my photo.png`],
    [400, 'an unquoted name with a quotation mark', `${disposition}; filename=5"disk.png`],
    [400, 'a name without an end', `${disposition}; filename="me.png`],
    [400, 'an empty unquoted name', `${disposition}; filename=`],
    [400, 'a space in an extended name', `${disposition}; filename*=UTF-8''my photo.png`],
    [400, 'an extended name that is not UTF-8', `${disposition}; filename*=UTF-8''caf%E9.png`],
    [400, 'an extended name without a charset', `${disposition}; filename*=me.png`],
    [400, 'a name in pieces', `${disposition}; filename*0="me"; filename*1=".png"`],
    [400, 'two names', `${disposition}; filename="a.png"; filename="b.png"`],
    [400, 'two names, spelled differently', `${disposition}; filename="a.png"; FileName="b.png"`],
    [400, 'a name that is not UTF-8', Buffer.from(`${disposition}; filename="café.png"`, 'latin1')],
    [400, 'a NUL in its name', `${disposition}; filename="me.png\0.txt"`],
    [400, 'two dispositions', `${disposition}; filename="a.png"\r\n${disposition}; filename="b.png"`],
    [400, 'two types', `${disposition}; filename="a.png"\r\nContent-Type: a/b\r\nContent-Type: c/d`],
    [400, 'another disposition', 'Content-Disposition: attachment; name="file"; filename="me.png"'],
    [400, 'no disposition', 'Content-Type: image/png'],
    [400, 'no semicolon', 'Content-Disposition: form-data name="file"; filename="me.png"'],
    [400, 'a space before a colon', `Content-Disposition : form-data; name="file"; filename="me.png"`],
    [400, 'a bare line feed in its header', `${disposition}; filename="me.png"\nContent-Type: image/png`],
    [400, 'a header of 9 KB', `${disposition}; filename="me.png"\r\nX: ${'x'.repeat(9_000)}`],
    [400, 'no header', ''],
    [415, 'a charset that is not known', `${disposition}; filename*=koi8-r''%C1.png`],
    [415, 'base64', `${disposition}; filename="me.png"\r\nContent-Transfer-Encoding: base64`],
    [415, 'quoted-printable', `${disposition}; filename="me.png"\r\nContent-Transfer-Encoding: quoted-printable`],
    [415, 'compression', `${disposition}; filename="me.png"\r\nContent-Encoding: gzip`],
    [415, 'parts of its own', `${disposition}\r\nContent-Type: multipart/mixed; boundary=x`],
  ])('is refused with %i for %s, and nothing is stored', async (status, _title, header) => {
    expect((await postPart(header)).status).toBe(status);
    expect(profiles.profiles).toEqual([]);
  });
});

test('A long header line is quoted by its beginning', async () => {
  const { body } = await postPart(`X ${'x'.repeat(8_000)}`);
  expect(JSON.parse(body).detail).toMatch(/malformed header line: "X x{98}…"\.$/);
});

describe('Part of a field', () => {
  const disposition = 'Content-Disposition: form-data; name="about"';

  test.each([
    ['with the name unquoted', 'Content-Disposition: form-data; name=about', 'é'],
    ['with an extended name', "Content-Disposition: form-data; name*=utf-8''about", 'é'],
    ['in UTF-8, by its other spelling', `${disposition}\r\nContent-Type: text/plain; charset=utf8`, 'é'],
    ['in what claims to be ASCII', `${disposition}\r\nContent-Type: text/plain; charset=US-ASCII`, 'é'],
    ['in ASCII by its oldest name', `${disposition}\r\nContent-Type: text/plain; charset=ANSI_X3.4-1968`, 'é'],
    ['in ASCII by a short name', `${disposition}\r\nContent-Type: text/plain; charset=cp367`, 'é'],
    ['in Latin-1', `${disposition}\r\nContent-Type: text/plain; charset=iso-8859-1`, Buffer.from([0xe9])],
    ['in UTF-16', `${disposition}\r\nContent-Type: text/plain; charset=utf-16le`, Buffer.from('é', 'utf16le')],
    [
      'as Dart sends it',
      `content-type: text/plain; charset=utf-8\r\ncontent-transfer-encoding: binary\r\n${disposition}`,
      'é',
    ],
  ])('is read %s', async (_title, header, content) => {
    const { status, body } = await postPart(header, content);
    expect([status, JSON.parse(body).about]).toEqual([201, 'é']);
  });

  test.each([
    [415, 'the charset base64', `${disposition}\r\nContent-Type: text/plain; charset=base64`, 'w6k='],
    [415, 'a charset that is not known', `${disposition}\r\nContent-Type: text/plain; charset=klingon`, 'a'],
    [415, 'another type', `${disposition}\r\nContent-Type: application/json`, '"é"'],
    [415, 'a malformed type', `${disposition}\r\nContent-Type: text`, 'a'],
    [415, 'two charsets', `${disposition}\r\nContent-Type: text/plain; charset=utf-8; charset=latin1`, 'a'],
    [415, 'a charset twice', `${disposition}\r\nContent-Type: text/plain; charset=utf-8; Charset="utf-8"`, 'a'],
    [415, 'the encoding base64', `${disposition}\r\nContent-Transfer-Encoding: base64`, 'w6k='],
    [400, 'bytes that are not UTF-8', disposition, Buffer.from([0xe9])],
    [400, 'no name', 'Content-Disposition: form-data', 'a'],
    [400, 'an empty name', 'Content-Disposition: form-data; name=""', 'a'],
    [400, 'two names', `${disposition}; name="name"`, 'a'],
    [
      415,
      'the declaration that all fields are Latin-1',
      'Content-Disposition: form-data; name=_charset_',
      'iso-8859-1',
    ],
  ])('is refused with %i for %s, and nothing is stored', async (status, _title, header, content) => {
    expect((await postPart(header, content)).status).toBe(status);
    expect(profiles.profiles).toEqual([]);
  });
});

describe('Body of parts', () => {
  const type = (boundaryParameter: string) => ['Content-Type', `multipart/form-data${boundaryParameter}`] as const;
  const withBoundary = (own: string) =>
    Buffer.from(writeMultipart([name, email]).toString('latin1').replaceAll(boundary, own), 'latin1');
  const long = 'x'.repeat(70);

  test.each([
    ['an unquoted boundary as Java sends it', '; boundary=----=_Part_1_2.3', '----=_Part_1_2.3'],
    ['an unquoted boundary of every allowed character', `; boundary='()+_,-./:=?a`, `'()+_,-./:=?a`],
    ['a quoted boundary with a space', '; charset=UTF-8; boundary="a b"', 'a b'],
    ['a boundary of 70 characters, after which comes nothing', ` ;Boundary=${long} ; `, long],
  ])('may have %s', async (_title, parameter, own) => {
    const headers = [type(parameter), acceptJson];
    expect((await send(app.port, { method: 'POST', target, headers, body: withBoundary(own) })).status).toBe(201);
  });

  test.each([
    [400, 'a boundary of 71 characters', `; boundary=${long}x`, /at most 70 characters; this has 71/],
    [400, 'an empty boundary', '; boundary=""', /has no boundary/],
    [400, 'no boundary', '; charset=utf-8', /has no boundary/],
    [400, 'two boundaries', `; boundary=${boundary}; boundary=x`, /two parameters named boundary/],
    [400, 'two charsets', `; charset=utf-8; charset=utf-8; boundary=${boundary}`, /two parameters named charset/],
    [400, 'a boundary that ends with a space', '; boundary="x "', /end with a space/],
    [400, 'an unquoted boundary with a space', '; boundary=x y', /"y" is not a parameter; .* quotation marks/],
    [400, 'a boundary with an at sign', '; boundary=x@y', /Character 2 of the boundary is "@"/],
    [400, 'a boundary with braces', '; boundary="a{b}"', /Character 2 of the boundary is "{"/],
    [400, 'a boundary with a letter outside ASCII', '; boundary=aé', /Character 2 of the boundary is outside ASCII/],
    [415, 'another charset', `; charset=iso-8859-1; boundary=${boundary}`, /UTF-8/],
  ])('is refused with %i for %s, and says so', async (status, _title, parameter, detail) => {
    const answer = await send(app.port, {
      method: 'POST',
      target,
      headers: [type(parameter), acceptJson],
      body: whole,
    });
    expect([answer.status, JSON.parse(answer.body).detail]).toEqual([status, expect.stringMatching(detail)]);
  });

  const whole = writeMultipart([name, email]).toString('latin1');

  test('is refused with 400 for a part that ends within its header, also if the boundary looks like a header line', async () => {
    const header = '--a:b\r\nX: y\r\n--a:b\r\nContent-Disposition: form-data; name="phone"\r\n\r\n12345\r\n';
    const body = Buffer.from(`${header}${withBoundary('a:b')}`);
    const headers = [type('; boundary="a:b"'), acceptJson];
    const answer = await send(app.port, { method: 'POST', target, headers, body });
    expect([answer.status, JSON.parse(answer.body).detail]).toEqual([
      400,
      expect.stringContaining('ends within its header'),
    ]);
  });

  test.each([
    [400, 'a header without an end', Buffer.from(`--${boundary}\r\nX: ${'x'.repeat(9_000)}`)],
    [400, '201 fields', Buffer.concat(Array.from({ length: 201 }, () => writePart({ name: 'x', value: '' })))],
    [413, 'fields of 64 KiB', writePart({ name: 'x', value: textOf(66_000) })],
  ])('is refused with %i before it ends for %s', async (status, _title, bytes) => {
    const connection = await open(app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunk(bytes));
    expect((await connection.answer('POST')).status).toBe(status);
    connection.destroy();
  });

  test.each([
    ['an empty line before it', `\r\n${whole}`],
    ['empty lines after it', `${whole}\r\n\r\n`],
    ['no line break at its end', whole.trimEnd()],
    ['spaces after a boundary', whole.replace(`${boundary}\r\n`, `${boundary} \t\r\n`)],
  ])('may have %s', async (_title, body) => {
    expect((await postBytes(Buffer.from(body, 'latin1'))).status).toBe(201);
  });

  test.each([
    ['text before its first boundary', `Content-Disposition: form-data; name="phone"\r\n\r\n1\r\n${whole}`],
    ['text after its last boundary', `${whole}${whole}`],
    ['line feeds alone', whole.replaceAll('\r\n', '\n')],
    ['a line that begins with its boundary and goes on', whole.replace('Zo', `\r\n--${boundary}x\r\n`)],
    ['a part without an end of its header', whole.replace('\r\n\r\n', '\r\n')],
    ['one hyphen after its last boundary', whole.replace('--\r\n', '-\r\n')],
  ])('is refused with 400 for %s', async (_title, body) => {
    expect((await postBytes(Buffer.from(body, 'latin1'))).status).toBe(400);
    expect(profiles.profiles).toEqual([]);
  });
});

describe('422 is the answer to', () => {
  test('a file of no bytes that has a name, together with what else is wrong', async () => {
    const empty = { ...file, value: '' };
    expect(fieldsOf(await postParts(name, email, empty))).toEqual(['file']);
    expect(fieldsOf(await postParts(empty, name))).toEqual(['email', 'file']);
    expect(profiles.profiles).toEqual([]);
  });

  test.each(['last', 'first'])('every wrong field together with a wrong file, which comes %s', async (place) => {
    const wrong = { ...file, value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]) };
    const fields = [{ name: 'name', value: '' }, email, { name: 'phone', value: 'x' }];
    const answer = await postParts(...(place === 'last' ? [...fields, wrong] : [wrong, ...fields]));
    expect([answer.status, fieldsOf(answer)]).toEqual([415, ['name', 'phone', 'file']]);
    const large = { ...file, value: textOf(maxFileBytes + 1) };
    const other = await postParts(...(place === 'last' ? [...fields, large] : [large, ...fields]));
    expect([other.status, fieldsOf(other)]).toEqual([413, ['name', 'phone', 'file']]);
    const two = await postParts(...fields, file, file);
    expect([two.status, fieldsOf(two)]).toEqual([400, ['name', 'phone', 'file']]);
  });

  test('every wrong field at once, and the file is not kept', async () => {
    const answer = await postParts({ name: 'phone', value: 'x' }, file);
    expect([answer.status, fieldsOf(answer), profiles.uploads.begun]).toEqual([422, ['name', 'email', 'phone'], 1]);
  });

  test.each([
    ['given twice', [name, name]],
    ['given as a list', [{ name: 'name[]', value: 'Zoë' }]],
  ])('a field %s', async (_title, parts) => {
    const answer = await postParts(...parts, email);
    expect([answer.status, fieldsOf(answer)]).toEqual([422, ['name']]);
  });
});

describe('413 is the answer to', () => {
  test('a file of one byte more than the limit; the limit itself is taken', async () => {
    expect((await postParts(name, email, { ...file, value: textOf(maxFileBytes) })).status).toBe(201);
    const answer = await postParts(name, email, { ...file, value: textOf(maxFileBytes + 1) });
    expect([answer.status, answer.headers.connection, fieldsOf(answer)]).toEqual([413, 'close', ['file']]);
  });

  test('fields of more than 16 KiB', async () => {
    expect((await postParts(name, email, { name: 'x', value: textOf(17_000) })).status).toBe(413);
    const halves = ['x', 'y'].map((half) => ({ name: half, value: textOf(9_000) }));
    expect((await postParts(name, email, ...halves)).status).toBe(413);
  });

  test.each<[string, string, Buffer[]]>([
    ['before the file is read', 'text/html', [writePart(name), writePart(file).subarray(0, 200)]],
    ['at once where no fields go back', 'application/json', []],
  ])('an announced length that no file has, %s', async (_when, type, parts) => {
    const connection = await open(app.port);
    const headers = [multipartType, ['Accept', type], ['Content-Length', '50000000']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    for (const part of parts) connection.write(part);
    const startedAt = Date.now();
    expect((await connection.answer('POST')).status).toBe(413);
    await connection.closed();
    expect([profiles.uploads.begun, Date.now() - startedAt < 2_000]).toEqual([0, true]);
  });

  test('such a length where the client asks first', async () => {
    const headers = [multipartType, ['Content-Length', '50000000'], ['Expect', '100-continue']] as const;
    const connection = await open(app.port);
    connection.write(writeRequest({ method: 'POST', target, headers }));
    await connection.until('\r\n\r\n');
    expect(connection.received).toMatch(/^HTTP\/1.1 413 /);
    connection.destroy();
  });

  test('a file in chunks that is far too large', async () => {
    const connection = await open(app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunk(writePart({ ...file, value: textOf(1_000) }).subarray(0, 500)));
    const pour = setInterval(() => connection.write(chunk(textOf(2_000_000))), 5);
    expect((await connection.answer('POST')).status).toBe(413);
    clearInterval(pour);
    connection.destroy();
  });
});

describe('an upload is cut off', () => {
  async function begin(...headers: (readonly [string, string])[]) {
    const connection = await open(app.port);
    connection.write(writeRequest({ method: 'POST', target, headers: [multipartType, ...headers] }));
    const bytes = writePart({ ...file, value: textOf(200_000) });
    connection.write(chunk(bytes.subarray(0, 100_000)));
    await until(() => profiles.uploads.begun === 1);
    return connection;
  }

  test('when its client goes away, and nothing is stored', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked'], ['X-Request-Id', 'gone']);
    connection.destroy();
    await until(() => profiles.uploads.cut === 1);
    const line = await until(() => app.logged.find(({ requestId }) => requestId === 'gone'));
    expect(line).toMatchObject({ level: 'info', aborted: true });
    expect(profiles.profiles).toEqual([]);
  });

  test('when the chunk after it is broken', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked']);
    connection.write('zz\r\n');
    await until(() => profiles.uploads.cut === 1);
    connection.destroy();
  });

  test('and discarded when what follows it is refused', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked']);
    connection.write(chunk(Buffer.from(`\r\n--${boundary}\r\nno header\r\n\r\n`)));
    expect((await connection.answer('POST')).status).toBe(400);
    connection.destroy();
  });
});

describe('a client that sends slowly', () => {
  const details = { name: 'Zoë', email: 'zoe@example.com' };
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  test.each([
    ['JSON', 'application/json', Buffer.from(JSON.stringify(details))],
    ['a form', 'application/x-www-form-urlencoded', Buffer.from(new URLSearchParams(details).toString())],
    ['a form of parts', multipartType[1], writeMultipart([name, email])],
  ])('leaves the stores their time, whatever it sends: %s', async (_title, type, body) => {
    const create = jest.spyOn(profiles, 'create');
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setInterval', 'queueMicrotask', 'Date', 'performance'],
    });
    const connection = await open(app.port);
    const headers = [['Content-Type', type], acceptJson, ['Content-Length', String(body.length)]] as const;
    connection.write(writeRequest({ method: 'POST', target, headers: [...headers, ['Expect', '100-continue']] }));
    await connection.until('100 Continue');
    jest.advanceTimersByTime(5_000);
    connection.write(body);
    expect((await connection.answer('POST')).status).toBe(201);
    const [, , , signal] = create.mock.calls[0] as unknown as readonly [unknown, unknown, unknown, AbortSignal];
    expect(signal.aborted).toBe(false);
    connection.destroy();
  });
});

test('a file that has been received after the response is discarded', async () => {
  const received = { id: 'late', name: 'me.png', size: 1, type: 'image/png', sha256: '' } as const;
  let receive: (file: typeof received) => void = () => undefined;
  const service = {
    receive: () =>
      new Promise<typeof received>((resolve) => {
        receive = resolve;
      }),
    discard: jest.fn(async () => undefined),
  };
  const req = Object.assign(Readable.from([writeMultipart([file])]), {
    headers: { 'content-type': multipartType[1] },
  });
  const ctx = { req, ip: '192.0.2.1', get: () => '' } as unknown as Context;
  const form = new MultipartForm(
    service,
    new ConcurrencyLimit({ total: 1, perClient: 1, message: '', retryAfterSeconds: 1 }),
  );
  await expect(form.read(ctx, new ResponseDeadline(5))).rejects.toThrow(StoreUnavailable);
  expect(service.discard).not.toHaveBeenCalled();
  receive(received);
  await until(() => service.discard.mock.calls.length > 0);
  expect(service.discard).toHaveBeenCalledWith(received);
});

test('a client has four files on their way in and no more, and may send others when one is done', async () => {
  const headers = [multipartType, ['Transfer-Encoding', 'chunked']] as const;
  const slow = await Promise.all(Array.from({ length: 4 }, () => open(app.port)));
  for (const connection of slow) {
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunk(writePart({ ...file, value: textOf(100_000) }).subarray(0, 50_000)));
  }
  await until(() => profiles.uploads.begun === 4);
  const refused = await postParts(name, email, file);
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
  // As browsers send it where no file was chosen.
  expect((await postParts(name, email, { ...file, value: '', fileName: '' })).status).toBe(201);
  slow[0]?.destroy();
  await until(() => profiles.uploads.cut === 1);
  expect((await postParts(name, email, file)).status).toBe(201);
  for (const connection of slow) connection.destroy();
  await until(() => profiles.uploads.cut === 4);
});
