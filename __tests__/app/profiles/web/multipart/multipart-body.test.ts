import {
  boundary,
  chunkOf,
  multipartType,
  textOf,
  writeMultipart,
  writePart,
} from '../../../../support/http/multipart';
import { acceptJson, requiredParts, useUploads } from '../../../../support/http/profiles-client';
import { open, send, writeRequest } from '../../../../support/http/raw-http';

const client = useUploads();
const { name, email } = requiredParts;

const target = '/profiles';

describe('Multipart body', () => {
  const type = (boundaryParameter: string) => ['Content-Type', `multipart/form-data${boundaryParameter}`] as const;
  const withBoundary = (own: string) =>
    Buffer.from(writeMultipart([name, email]).toString('latin1').replaceAll(boundary, own), 'latin1');
  const long = 'x'.repeat(70);

  test.each([
    ['an unquoted boundary as sent by Java', '; boundary=----=_Part_1_2.3', '----=_Part_1_2.3'],
    ['an unquoted boundary with every allowed character', `; boundary='()+_,-./:=?a`, `'()+_,-./:=?a`],
    ['a quoted boundary with a space', '; charset=UTF-8; boundary="a b"', 'a b'],
    ['a boundary of 70 characters and a final semicolon', ` ;Boundary=${long} ; `, long],
  ])('is accepted with %s', async (_title, parameter, own) => {
    const headers = [type(parameter), acceptJson];
    expect((await send(client().app.port, { method: 'POST', target, headers, body: withBoundary(own) })).status).toBe(
      201,
    );
  });

  test.each([
    [400, 'a boundary of 71 characters', `; boundary=${long}x`, /has 71 characters\. Use at most 70/],
    [400, 'an empty boundary', '; boundary=""', /has no boundary/],
    [400, 'no boundary', '; charset=utf-8', /has no boundary/],
    [400, 'two boundaries', `; boundary=${boundary}; boundary=x`, /two parameters named boundary/],
    [400, 'two charsets', `; charset=utf-8; charset=utf-8; boundary=${boundary}`, /two parameters named charset/],
    [400, 'a boundary that ends with a space', '; boundary="x "', /ends with a space/],
    [400, 'an unquoted boundary with a space', '; boundary=x y', /"y" is not a parameter; .* quotation marks/],
    [400, 'a boundary with an at sign', '; boundary=x@y', /Character 2 of the boundary is "@"/],
    [400, 'a boundary with braces', '; boundary="a{b}"', /Character 2 of the boundary is "{"/],
    [400, 'a boundary with a letter outside ASCII', '; boundary=aé', /Character 2 of the boundary is outside ASCII/],
    [415, 'a charset other than UTF-8', `; charset=iso-8859-1; boundary=${boundary}`, /UTF-8/],
  ])(
    'is rejected with %i and a detailed message if the Content-Type has %s',
    async (status, _title, parameter, detail) => {
      const response = await send(client().app.port, {
        method: 'POST',
        target,
        headers: [type(parameter), acceptJson],
        body: whole,
      });
      expect([response.status, JSON.parse(response.body).detail]).toEqual([status, expect.stringMatching(detail)]);
    },
  );

  const whole = writeMultipart([name, email]).toString('latin1');

  test('is rejected with 400 if the header of a part contains the boundary, even if the boundary looks like a header line', async () => {
    const header = '--a:b\r\nX: y\r\n--a:b\r\nContent-Disposition: form-data; name="phone"\r\n\r\n12345\r\n';
    const body = Buffer.from(`${header}${withBoundary('a:b')}`);
    const headers = [type('; boundary="a:b"'), acceptJson];
    const response = await send(client().app.port, { method: 'POST', target, headers, body });
    expect([response.status, JSON.parse(response.body).detail]).toEqual([
      400,
      expect.stringContaining('a boundary line is inside the header of a part'),
    ]);
  });

  test.each([
    [400, 'a header that does not end', Buffer.from(`--${boundary}\r\nX: ${'x'.repeat(9_000)}`)],
    [400, '201 fields', Buffer.concat(Array.from({ length: 201 }, () => writePart({ name: 'x', value: '' })))],
    [
      400,
      '201 empty files',
      Buffer.concat(Array.from({ length: 201 }, () => writePart({ name: 'file', value: '', fileName: '' }))),
    ],
    [413, 'fields of 64 KiB', writePart({ name: 'x', value: textOf(66_000) })],
  ])('is rejected with %i before the end of the body if it contains %s', async (status, _title, bytes) => {
    const connection = await open(client().app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunkOf(bytes));
    expect((await connection.response('POST')).status).toBe(status);
    connection.destroy();
  });

  test.each([
    ['an empty line before the first boundary', `\r\n${whole}`],
    ['empty lines after the last boundary', `${whole}\r\n\r\n`],
    ['a missing line break at the end', whole.trimEnd()],
    ['spaces after a boundary', whole.replace(`${boundary}\r\n`, `${boundary} \t\r\n`)],
  ])('is accepted with %s', async (_title, body) => {
    expect((await client().postBytes(Buffer.from(body, 'latin1'))).status).toBe(201);
  });

  test.each([
    ['text before the first boundary', `Content-Disposition: form-data; name="phone"\r\n\r\n1\r\n${whole}`],
    ['text after the last boundary', `${whole}${whole}`],
    ['line feeds instead of CRLF', whole.replaceAll('\r\n', '\n')],
    ['a line that starts with the boundary and continues', whole.replace('Zo', `\r\n--${boundary}x\r\n`)],
    ['a part without an empty line after its header', whole.replace('\r\n\r\n', '\r\n')],
    ['one hyphen after the last boundary', whole.replace('--\r\n', '-\r\n')],
  ])('is rejected with 400 for %s', async (_title, body) => {
    expect((await client().postBytes(Buffer.from(body, 'latin1'))).status).toBe(400);
    expect(client().profiles.profiles).toEqual([]);
  });
});
