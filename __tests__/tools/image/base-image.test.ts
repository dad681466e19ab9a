import { readBaseImage, readNamedBase } from '../../../tools/image/base-image';
import { digestOf } from '../../../tools/image/digest';
import { mediaTypes } from '../../../tools/image/manifest';
import { Registry } from '../../../tools/image/registry/registry';
import { MemoryRegistry } from '../../support/registry/memory-registry';

const platform = { os: 'linux', architecture: 'arm64' };
const stop = new AbortController().signal;
const attestation = { platform: { os: 'unknown', architecture: 'unknown' } };

describe('Base image', () => {
  let server: MemoryRegistry;

  beforeAll(async () => {
    server = await MemoryRegistry.start();
  });
  beforeEach(() => server.clear());
  afterAll(() => server?.stop());

  function store(type: string, document: object, reference?: string): string {
    const content = Buffer.from(JSON.stringify(document));
    const digest = digestOf(content);
    for (const name of [digest, ...(reference ? [reference] : [])])
      server.manifests.set(`node ${name}`, { type, content });
    return digest;
  }

  /** Stores an image. @param fields its configuration, such as the platform @returns its digest */
  function storeImage(fields: object, reference?: string, format: 'oci' | 'docker' = 'oci'): string {
    const config = Buffer.from(JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] }, ...fields }));
    server.blobs.set(`node ${digestOf(config)}`, config);
    const { manifest, config: type } = mediaTypes[format];
    const described = { mediaType: type, digest: digestOf(config), size: config.length };
    return store(manifest, { schemaVersion: 2, mediaType: manifest, config: described, layers: [] }, reference);
  }

  /** Stores an image for each platform, and an index of the images under the tag 24. @returns the digest of the index */
  function storeIndex(platforms: readonly object[], format: 'oci' | 'docker' = 'oci'): string {
    const manifests = platforms.map((one) => ({ digest: storeImage(one, undefined, format), platform: one }));
    return store(mediaTypes[format].index, { schemaVersion: 2, manifests }, '24');
  }

  function read(wanted = platform) {
    const registry = new Registry({ host: server.host, stop, pauseMs: 1 });
    return readBaseImage(registry, { registry: server.host, repository: 'node', reference: '24' }, wanted);
  }

  it.each(['oci', 'docker'] as const)(
    'is the image for the platform in an index of the format %s, and has the digest of the index',
    async (format) => {
      const digest = storeIndex([{ os: 'linux', architecture: 'amd64' }, platform], format);
      const base = await read();
      expect(base.config.architecture).toBe('arm64');
      expect(base.digest).toBe(digest);
      expect(base.manifest.mediaType).toBe(mediaTypes[format].manifest);
    },
  );

  it('can be a single image without an index', async () => {
    const digest = storeImage(platform, '24');
    expect(await read()).toMatchObject({ digest, config: platform });
  });

  it('gets its media type from the response if the manifest names none', async () => {
    const config = Buffer.from(JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [] } }));
    server.blobs.set(`node ${digestOf(config)}`, config);
    store(mediaTypes.oci.manifest, { schemaVersion: 2, config: { digest: digestOf(config) }, layers: [] }, '24');
    expect((await read()).manifest.mediaType).toBe(mediaTypes.oci.manifest);
  });

  it.each([
    ['arm64', 'the variant v8', ['v9', 'v8'], 'v8'],
    ['arm64', 'no variant', ['v9', undefined], undefined],
    ['amd64', 'no variant', ['v3', undefined], undefined],
    ['amd64', 'the variant v3', ['v3', 'v2'], 'v3'],
  ])('for %s has %s if the variants in the index are %j', async (architecture, _, variants, expected) => {
    storeIndex(variants.map((variant) => ({ os: 'linux', architecture, variant })));
    expect((await read({ os: 'linux', architecture })).config.variant).toBe(expected);
  });

  it('is never one of the attestations in an index', async () => {
    const manifests = [
      { digest: storeImage({ os: 'unknown', architecture: 'unknown' }), ...attestation },
      { digest: storeImage(platform), platform },
    ];
    store(mediaTypes.oci.index, { schemaVersion: 2, manifests }, '24');
    expect((await read()).config).toMatchObject(platform);
  });

  it.each([
    [
      'an index',
      () =>
        storeIndex([
          { os: 'linux', architecture: 'amd64' },
          { os: 'windows', architecture: 'amd64' },
          attestation.platform,
        ]),
      'linux/amd64, windows/amd64',
    ],
    ['a single image', () => storeImage({ os: 'linux', architecture: 'amd64' }, '24'), 'linux/amd64'],
  ])(
    'is rejected if %s contains no image for the platform; the error lists the available platforms',
    async (_what, prepare, found) => {
      prepare();
      await expect(read()).rejects.toThrow(`node:24 has no image for linux/arm64. It has images only for: ${found}.`);
    },
  );

  describe('named by the Dockerfile', () => {
    it('is rejected with a remedy if it does not exist', async () => {
      const name = `${server.host}/node:25`;
      await expect(readNamedBase(name, { platform, stop })).rejects.toThrow(
        `The base image ${name} cannot be used. ${server.host} has no image node:25. Correct NODE_IMAGE in the Dockerfile, or set the environment variable NODE_IMAGE to another base image, such as one in a mirror.`,
      );
    });

    it.each([
      ['can be pulled', 'its registry', () => server.host, true],
      ['cannot be pulled', 'another registry', () => 'registry.example', false],
    ])('%s with a login for %s', async (_outcome, _what, host, isUsed) => {
      storeImage(platform, '24');
      server.intercept = ({ headers }, response) => {
        if (headers.authorization !== undefined) return false;
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="ecr"' }).end();
        return true;
      };
      const login = { host: host(), credentials: { user: 'AWS', password: 'secret' } };
      const reading = readNamedBase(`${server.host}/node:24`, { platform, login, stop });
      if (isUsed) expect(await reading).toMatchObject({ config: platform });
      else await expect(reading).rejects.toThrow('Check that your credentials allow access to this repository.');
    });
  });
});
