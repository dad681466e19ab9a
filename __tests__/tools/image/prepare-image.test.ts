import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'fflate';
import { extract } from 'tar-stream';
import { heapOptions } from '../../../contract';
import type { ImageConfig, Manifest } from '../../../tools/image/manifest';
import { type PreparedImage, type PrepareImageProps, prepareImage } from '../../../tools/image/prepare-image';
import { Registry } from '../../../tools/image/registry/registry';
import type { SourceVersion } from '../../../tools/image/source-version';
import { copyImage } from '../../../tools/promote/image-copy';
import { describeIf, dockerRegistry } from '../../support/jest/requirement';
import { pushBaseImage } from '../../support/registry/base-image';
import { RegistryServer } from '../../support/registry/registry-server';

const repositoryRoot = path.resolve(__dirname, '../../..');
const stop = new AbortController().signal;
const source: SourceVersion = {
  version: '0123456789ab',
  commit: '0123456789abcdef0123456789abcdef01234567',
  created: '2026-11-29T06:00:00.000Z',
  source: 'https://github.com/owner/name.git',
  changedFiles: [],
};

type PushedImage = PreparedImage & { readonly bytesSent: number | undefined };

/** A fast replacement for `app/build.mjs` that writes a small bundle. The Dockerfile is the real one. */
const bundler = `
import { mkdirSync, writeFileSync } from 'node:fs';
const [folder, metafile] = process.argv.slice(2);
mkdirSync(folder + '/views', { recursive: true });
writeFileSync(folder + '/server.js', 'listen()');
writeFileSync(folder + '/views/home.njk', '<h1>');
writeFileSync(metafile, JSON.stringify({ inputs: { 'app/server.ts': {}, 'node_modules/koa/lib/application.js': {} } }));
`;

function writeSource(folder: string): void {
  cpSync(path.join(repositoryRoot, 'Dockerfile'), path.join(folder, 'Dockerfile'));
  mkdirSync(path.join(folder, 'app'));
  writeFileSync(path.join(folder, 'app/build.mjs'), bundler);
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'));
}

/** Returns each path in a layer of an image, with its mode and owner. */
async function entriesOf(layer: Uint8Array): Promise<string[]> {
  const entries: string[] = [];
  const archive = extract();
  archive.on('entry', ({ name, mode, uid, gid }, stream, next) => {
    entries.push(`${name} ${mode?.toString(8)} ${uid}:${gid}`);
    stream.on('end', next).resume();
  });
  const done = new Promise<void>((resolve) => archive.on('finish', () => resolve()));
  archive.end(gunzipSync(layer));
  await done;
  return entries;
}

describeIf(dockerRegistry, 'prepareImage', (program) => {
  let server: RegistryServer;
  let registry: Registry;
  let base: string;
  const root = mkdtempSync(path.join(tmpdir(), 'image-source-'));

  beforeAll(async () => {
    server = await RegistryServer.start(program);
    registry = new Registry({ host: server.host, stop });
    await pushBaseImage(registry, 'library/node', '24');
    base = `${server.host}/library/node:24`;
    writeSource(root);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(root, { recursive: true });
  });

  /** Prepares an image and pushes it. */
  async function ensure(props: Partial<PrepareImageProps> = {}): Promise<PushedImage> {
    const image = await prepareImage({
      root,
      source,
      repositoryUrl: `${server.host}/app`,
      platform: 'linux/arm64',
      nodeImage: base,
      report: () => undefined,
      stop,
      ...props,
    });
    return { ...image, bytesSent: await image.push(() => undefined) };
  }

  async function read(image: PreparedImage): Promise<{ manifest: Manifest; config: ImageConfig }> {
    const { content } = await registry.getManifest('app', image.digest);
    const manifest = JSON.parse(Buffer.from(content).toString()) as Manifest;
    return { manifest, config: JSON.parse(Buffer.from(await registry.getBlob('app', manifest.config)).toString()) };
  }

  it("adds the settings of the Dockerfile's last stage to the settings of the base image", async () => {
    const { config } = await read(await ensure());
    expect(config).toMatchObject({
      os: 'linux',
      architecture: 'arm64',
      created: source.created,
      config: {
        Env: [
          'PATH=/usr/local/bin:/usr/bin',
          'NODE_VERSION=24.21.0',
          'NODE_ENV=production',
          `APP_VERSION=${source.version}`,
        ],
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['node', ...heapOptions, 'server.js'],
        User: 'node',
        WorkingDir: '/app',
        ExposedPorts: { '5000/tcp': {} },
        Healthcheck: { Interval: 15e9, Timeout: 5e9, StartPeriod: 30e9, Retries: 3 },
      },
    });
  });

  it('labels the image with commit, version, source and base', async () => {
    const { config } = await read(await ensure());
    expect(config.config?.Labels).toEqual({
      'org.opencontainers.image.version': source.version,
      'org.opencontainers.image.revision': source.commit,
      'org.opencontainers.image.source': source.source,
      'org.opencontainers.image.base.name': base,
      'org.opencontainers.image.base.digest': await registry.findManifest('library/node', '24'),
    });
  });

  it('adds one layer, with the bundle below /app, owned by root and readable by all', async () => {
    const { manifest } = await read(await ensure());
    expect(manifest.layers).toHaveLength(2);
    const entries = await entriesOf(await registry.getBlob('app', manifest.layers[1] ?? { digest: '' }));
    expect(entries[0]).toBe('app/ 755 0:0');
    expect(entries).toContain('app/server.js 644 0:0');
    expect(entries).toContain('app/views/home.njk 644 0:0');
    expect(entries.filter((entry) => !/ (644|755) 0:0$/.test(entry))).toEqual([]);
  });

  it('returns the same digest for the same files, whatever the folder and the umask', async () => {
    const first = await ensure();
    const other = mkdtempSync(path.join(tmpdir(), 'elsewhere-'));
    const umask = process.umask(0o077);
    try {
      writeSource(other);
      expect((await ensure({ root: other })).digest).toBe(first.digest);
    } finally {
      process.umask(umask);
      rmSync(other, { recursive: true });
    }
  });

  it('uploads nothing if the registry has the image', async () => {
    await ensure();
    expect(await ensure()).toMatchObject({ bytesSent: 0 });
  });

  it('finds an image of the same version by its tag, without requesting the base image', async () => {
    const { digest } = await ensure();
    await expect(ensure({ nodeImage: undefined })).resolves.toMatchObject({ method: 'found', digest });
  });

  it('creates another image of the same version for another platform', async () => {
    await ensure();
    const dockerfile = path.join(root, 'Dockerfile');
    const original = readFileSync(dockerfile, 'utf8');
    writeFileSync(dockerfile, original.replace(/^ARG NODE_IMAGE=.*$/m, `ARG NODE_IMAGE=${base}`));
    const image = await ensure({ nodeImage: undefined, platform: 'linux/amd64' });
    writeFileSync(dockerfile, original);
    expect((await read(image)).config.architecture).toBe('amd64');
  });

  it('stores an image with another base under a separate tag, because tags are immutable', async () => {
    const first = await ensure();
    await pushBaseImage(registry, 'library/node', 'other', { format: 'docker' });
    const second = await ensure({ nodeImage: `${server.host}/library/node:other` });
    expect(await registry.findManifest('app', source.version)).toBe(first.digest);
    expect(await registry.findManifest('app', `${source.version}-${second.digest.slice(7, 19)}`)).toBe(second.digest);
  });

  it("uses Docker's media types if the base image uses them", async () => {
    await pushBaseImage(registry, 'library/node', 'docker', { format: 'docker' });
    const { manifest } = await read(await ensure({ nodeImage: `${server.host}/library/node:docker` }));
    expect(
      new Set([manifest.mediaType, manifest.config.mediaType, ...manifest.layers.map(({ mediaType }) => mediaType)])
        .size,
    ).toBe(3);
    expect(JSON.stringify(manifest)).not.toContain('vnd.oci');
  });

  it('rejects a base without an image for the platform, and lists the platforms of the base', async () => {
    await pushBaseImage(registry, 'library/node', 'amd64', { architectures: ['amd64'] });
    await expect(ensure({ nodeImage: `${server.host}/library/node:amd64` })).rejects.toThrow(
      'library/node:amd64 has no image for linux/arm64. It has images only for: linux/amd64.',
    );
  });

  it('lists the packages in the image in a CycloneDX document', async () => {
    const { sbom } = await ensure();
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      components: expect.arrayContaining([
        expect.objectContaining({ name: 'koa', version: '3.3.0', purl: 'pkg:npm/koa@3.3.0' }),
      ]),
    });
  });

  it('rejects a Dockerfile that needs a container engine if no engine works', async () => {
    const { PATH } = process.env;
    const dockerfile = path.join(root, 'Dockerfile');
    const original = readFileSync(dockerfile, 'utf8');
    writeFileSync(dockerfile, `${original}RUN true\n`);
    process.env.PATH = root;
    try {
      await expect(ensure()).rejects.toThrow(
        'This Dockerfile needs a container engine. The last stage has the instruction RUN, which only a container engine supports. Neither docker nor podman nor buildah works on this machine',
      );
    } finally {
      process.env.PATH = PATH;
      writeFileSync(dockerfile, original);
    }
  });

  it("reports esbuild's error if the app does not compile", async () => {
    const file = path.join(root, 'app/build.mjs');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, 'console.error("server.ts:1:10: Unexpected token"); process.exit(1);');
    await expect(ensure()).rejects.toThrow('The app could not be bundled:\nserver.ts:1:10: Unexpected token');
    writeFileSync(file, original);
  });

  it('returns an image that can be copied to another repository under the same digest', async () => {
    const { digest } = await ensure();
    await copyImage({ registry, repository: 'app', digest }, { registry, repository: 'prod/app', tag: source.version });
    expect(await registry.findManifest('prod/app', source.version)).toBe(digest);
  });
});
