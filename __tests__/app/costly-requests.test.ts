import { boundary, writeMultipart } from '../support/http/multipart';
import { ProfilesClient, requiredParts, unknownId } from '../support/http/profiles-client';

/** The limit for the CPU time of a request, in milliseconds. Each request below uses at most a quarter of it. */
const maxCpuMs = 400;

describe('CPU time of a request', () => {
  let client: ProfilesClient;
  beforeEach(async () => {
    client = await ProfilesClient.start();
    await client.get('/profiles');
  });
  afterEach(() => client.stop());

  async function cpuMsOf(request: () => Promise<unknown>): Promise<number> {
    const before = process.cpuUsage();
    await request();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  }

  test.each(['/entries', '/profiles', `/profiles/${unknownId}`])(
    'stays low for thousands of query parameters at %s',
    async (path) => {
      const target = `${path}?${'a&'.repeat(7_500)}`;
      expect(await cpuMsOf(() => client.get(target))).toBeLessThan(maxCpuMs);
    },
  );

  test('stays low for a long email address', async () => {
    const email = { name: 'email', value: `a@${'.'.repeat(60_000)}@` };
    const body = writeMultipart([requiredParts.name, email]);
    expect(await cpuMsOf(() => client.postBytes(body))).toBeLessThan(maxCpuMs);
  });

  test('stays low for fields with thousands of accents, which Unicode normalization must sort', async () => {
    const value = `a${'\u0345'.repeat(3_900)}${'\u0300'.repeat(3_900)}`;
    const body = writeMultipart(['name', 'email', 'phone', 'about'].map((name) => ({ name, value })));
    const post = () => client.postBytes(body);
    expect(await cpuMsOf(() => Promise.all([post(), post(), post()]))).toBeLessThan(maxCpuMs);
  });

  test('stays low for a file that arrives in chunks of one byte', async () => {
    const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    const body = Buffer.from(`${part}${'\r'.repeat(25_000)}\r\n--${boundary}--\r\n`);
    const chunks = Array.from(body, (byte) => `1\r\n${String.fromCharCode(byte)}\r\n`);
    const request = Buffer.from(`${chunks.join('')}0\r\n\r\n`, 'latin1');
    expect(await cpuMsOf(() => client.postBytes(request, ['Transfer-Encoding', 'chunked']))).toBeLessThan(maxCpuMs);
  });

  test('stays low for millions of empty lines before the first boundary', async () => {
    const body = Buffer.from('\r\n'.repeat(3_000_000));
    expect(await cpuMsOf(() => client.postBytes(body))).toBeLessThan(maxCpuMs);
  });

  test('stays low for many spaces in the headers of parts', async () => {
    const header = `Content-Disposition: form-data; name="file"; filename=""\r\nX: x${' '.repeat(8_000)}x`;
    const body = Buffer.from(`${`--${boundary}\r\n${header}\r\n\r\n\r\n`.repeat(20)}--${boundary}--\r\n`);
    expect(await cpuMsOf(() => client.postBytes(body))).toBeLessThan(maxCpuMs);
  });
});
