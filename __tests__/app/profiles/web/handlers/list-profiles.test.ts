import { acceptJson, ProfilesClient } from '../../../../support/http/profiles-client';

describe('GET /profiles', () => {
  let client: ProfilesClient;
  beforeEach(async () => {
    client = await ProfilesClient.start();
  });
  afterEach(() => client.stop());

  test('lists profiles in pages, newest first', async () => {
    for (const name of ['Ada', 'Grace', 'Zoë']) await client.add({ name });
    const first = await client.get('/profiles?limit=2', acceptJson);
    const { profiles: newest, next } = JSON.parse(first.body);
    expect(newest.map(({ name }: { name: string }) => name)).toEqual(['Zoë', 'Grace']);
    expect(first.headers.link).toBe(`</profiles?limit=2&before=${next}>; rel="next"`);
    const last = await client.get(`/profiles?limit=2&before=${next}`, acceptJson);
    expect(JSON.parse(last.body)).toMatchObject({ profiles: [{ name: 'Ada' }], next: null });
    expect(last.headers).not.toHaveProperty('link');
  });

  test('searches by name, and repeats the search in the links to the next pages', async () => {
    for (const name of ['Ada Lovelace', 'Grace', 'Ada & Co', 'Ada']) await client.add({ name });
    const { headers, body } = await client.get('/profiles?q=%20Ada%20&limit=2');
    expect(body).not.toContain('Grace');
    expect(headers.link).toMatch(/^<\/profiles\?q=Ada&limit=2&before=/);
    expect(body).toMatch(/href="\/profiles\?q=Ada&amp;limit=2&amp;before=[^"]+">Older/);
  });

  test('escapes the search text in HTML', async () => {
    const { body } = await client.get(`/profiles?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(body).toContain('&quot;&gt;&lt;script&gt;');
    expect(body).not.toContain('<script>alert');
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=1&limit=2',
    'before=x',
    `before=${Buffer.from('2026-11-21T07:42:43.000001Z x').toString('base64url')}`,
    'q=a&q=b',
    'q=%00',
    `q=${'a'.repeat(65)}`,
  ])('returns 400 for ?%s', async (query) => {
    expect((await client.get(`/profiles?${query}`, acceptJson)).status).toBe(400);
  });

  test('returns 406 to a client that accepts only images', async () => {
    expect((await client.get('/profiles', ['Accept', 'image/png'])).status).toBe(406);
  });
});
