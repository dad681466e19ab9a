import { boundary, textOf, writeMultipart } from '../support/http/multipart';
import { ProfilesClient, requiredParts, unknownId } from '../support/http/profiles-client';
import { leastCpuTimes } from '../support/jest/cpu-time';

let client: ProfilesClient;
beforeEach(async () => {
  client = await ProfilesClient.start();
  await client.get('/profiles');
});
afterEach(() => client.stop());

describe('CPU time of a request', () => {
  /**
   * Expects that the CPU time grows at most in proportion to the size of a request. If it grew with the square of the size, the ratio would
   * be up to 256.
   * @param request sends a request of the given relative size
   */
  async function expectLinear(request: (size: number) => Promise<unknown>): Promise<void> {
    const [small, large] = await leastCpuTimes(
      () => request(1 / 16),
      () => request(1),
    );
    expect(large / small).toBeLessThan(16);
  }

  test.each(['/entries', '/profiles', `/profiles/${unknownId}`])(
    'is linear in the number of query parameters at %s',
    async (path) => {
      await expectLinear((size) => client.get(`${path}?${'a&'.repeat(7_500 * size)}`));
    },
  );

  test('is linear in the length of an email address', async () => {
    await expectLinear((size) => {
      const email = { name: 'email', value: `a@${'.'.repeat(60_000 * size)}@` };
      return client.postBytes(writeMultipart([requiredParts.name, email]));
    });
  });

  test('is linear in the number of accents, which Unicode normalization sorts', async () => {
    await expectLinear((size) => {
      const value = `a${'\u0345'.repeat(3_900 * size)}${'\u0300'.repeat(3_900 * size)}`;
      const body = writeMultipart(['name', 'email', 'phone', 'about'].map((name) => ({ name, value })));
      const post = () => client.postBytes(body);
      return Promise.all([post(), post(), post()]);
    });
  });

  test('is linear in the number of spaces in the headers of parts', async () => {
    await expectLinear((size) => {
      const spaces = ' '.repeat(8_000 * size);
      const header = `Content-Disposition: form-data; name="file"; filename=""\r\nX: x${spaces}x`;
      return client.postBytes(Buffer.from(`${`--${boundary}\r\n${header}\r\n\r\n\r\n`.repeat(20)}--${boundary}--\r\n`));
    });
  });

  test('is not much higher for empty lines before the first boundary than for a file of the same size', async () => {
    const lines = Buffer.from('\r\n'.repeat(3_000_000));
    const file = writeMultipart([{ name: 'file', value: textOf(lines.length), fileName: 'a.txt' }]);
    const [ofLines, ofFile] = await leastCpuTimes(
      () => client.postBytes(lines),
      () => client.postBytes(file),
    );
    expect(ofLines / ofFile).toBeLessThan(4);
  });
});

describe('File in chunks of one byte', () => {
  test('is processed in larger chunks', async () => {
    const sizes: number[] = [];
    jest.spyOn(client.profiles.files, 'upload').mockImplementation(async (_id, { body }) => {
      for await (const { length } of body) sizes.push(length);
    });
    const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    const body = Buffer.from(`${part}${'\r'.repeat(25_000)}\r\n--${boundary}--\r\n`);
    const chunks = Array.from(body, (byte) => `1\r\n${String.fromCharCode(byte)}\r\n`);
    const request = Buffer.from(`${chunks.join('')}0\r\n\r\n`, 'latin1');
    await client.postBytes(request, ['Transfer-Encoding', 'chunked']);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(25_000);
    expect(sizes.length).toBeLessThan(250);
  });
});
