import { digestOf } from '../../../tools/image/digest';
import { blobOf, storedManifest } from '../../../tools/image/image-content';
import { mediaTypes } from '../../../tools/image/manifest';
import { pushImage } from '../../../tools/image/push-image';
import { Registry } from '../../../tools/image/registry/registry';
import { copyImage } from '../../../tools/promote/image-copy';
import { MemoryRegistry } from '../../support/registry/memory-registry';

const layer = Buffer.from('a layer');
const config = Buffer.from('{}');
const describeContent = (content: Uint8Array) => ({ digest: digestOf(content), size: content.length });
const manifest = storedManifest({
  mediaType: mediaTypes.oci.manifest,
  ...{ schemaVersion: 2, config: describeContent(config), layers: [describeContent(layer)] },
});
const image = { manifest, blobs: [blobOf(layer), blobOf(config)] };

describe('Image transfer', () => {
  let server: MemoryRegistry;
  let registry: Registry;

  beforeAll(async () => {
    server = await MemoryRegistry.start();
    registry = new Registry({ host: server.host, stop: new AbortController().signal, pauseMs: 1 });
  });
  beforeEach(() => server.clear());
  afterAll(() => server?.stop());

  const push = (tag = '1') => pushImage(image, { registry, repository: 'app', tag });
  const stored = () => [...server.manifests.keys()].filter((key) => !key.includes('sha256:'));

  it('stores the manifest after its layers and its configuration', async () => {
    expect(await push()).toBe(layer.length + config.length);
    const stores = server.log.filter((line) => line.startsWith('PUT'));
    expect(stores.at(-1)).toBe('PUT /v2/app/manifests/1');
    expect(stores).toHaveLength(3);
  });

  it('sends nothing if the repository has the image', async () => {
    await push();
    server.requests.length = 0;
    expect(await push()).toBe(0);
    expect(server.log).toEqual([`HEAD /v2/app/manifests/${manifest.digest}`]);
  });

  it('does not send the layers again after a failed push', async () => {
    server.intercept = ({ method, path }, response) =>
      method === 'PUT' && path.includes('manifests') && Boolean(response.writeHead(400).end());
    await expect(push()).rejects.toThrow('Could not store app:1');
    expect(stored()).toEqual([]);
    server.intercept = () => false;
    expect(await push()).toBe(0);
    expect(stored()).toEqual(['app 1']);
  });

  it('stores an image under another tag if its tag already belongs to a different image', async () => {
    server.manifests.set('app 1', { type: mediaTypes.oci.manifest, content: Buffer.from('{"other":1}') });
    await push();
    expect(stored()).toEqual(['app 1', `app 1-${manifest.digest.slice(7, 19)}`]);
    expect(server.manifests.get('app 1')?.content.toString()).toBe('{"other":1}');
  });

  it('requests no referrers in a push, because a registry may not support them', async () => {
    await push();
    expect(server.log.filter((line) => line.includes('referrers'))).toEqual([]);
  });

  it('reports its progress after each layer and the configuration', async () => {
    const onProgress = jest.fn();
    await pushImage(image, { registry, repository: 'app', tag: '1', onProgress });
    expect(onProgress.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('copies every image of an index to another repository, under the same digests', async () => {
    await push();
    const index = storedManifest({
      mediaType: mediaTypes.oci.index,
      ...{
        schemaVersion: 2,
        manifests: [{ digest: manifest.digest, platform: { os: 'linux', architecture: 'arm64' } }],
      },
    });
    await registry.putManifest('app', 'index', index);
    const sent = await copyImage(
      { registry, repository: 'app', digest: index.digest },
      { registry, repository: 'prod/app', tag: '1' },
    );
    expect(sent).toBe(layer.length + config.length);
    expect(await registry.findManifest('prod/app', '1')).toBe(index.digest);
    expect(await registry.findManifest('prod/app', manifest.digest)).toBe(manifest.digest);
  });

  it('copies the artifacts that refer to an image, and the artifacts that refer to those artifacts', async () => {
    await push();
    const refer = async (digest: string, content: Buffer) => {
      await registry.putBlob('app', digestOf(content), async () => content);
      const layers = [describeContent(content)];
      const stored = storedManifest({ mediaType: mediaTypes.oci.manifest, ...{ layers, subject: { digest } } });
      await registry.putManifest('app', stored.digest, stored);
      return stored.digest;
    };
    const sbom = await refer(manifest.digest, Buffer.from('what it contains'));
    const signature = await refer(sbom, Buffer.from('who says so'));
    await copyImage(
      { registry, repository: 'app', digest: manifest.digest },
      { registry, repository: 'prod/app', tag: '1' },
    );
    expect(await registry.listReferrers('prod/app', manifest.digest)).toEqual([{ digest: sbom }]);
    expect(await registry.listReferrers('prod/app', sbom)).toEqual([{ digest: signature }]);
  });

  it('copies an image from a registry that does not support referrers', async () => {
    await push();
    server.intercept = ({ path }, response) => path.includes('referrers') && Boolean(response.writeHead(404).end());
    const to = { registry, repository: 'prod/app', tag: '1' };
    expect(await copyImage({ registry, repository: 'app', digest: manifest.digest }, to)).toBeGreaterThan(0);
  });
});
