import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { digestOf } from '../../../tools/image/digest';
import { readImageArchive } from '../../../tools/image/image-archive';
import type { ImageContent } from '../../../tools/image/image-content';
import { imageLabels } from '../../../tools/image/image-labels';
import { makeImage } from '../../../tools/image/make-image';
import type { ImageConfig, Manifest } from '../../../tools/image/manifest';
import { pushImage } from '../../../tools/image/push-image';
import { Registry } from '../../../tools/image/registry/registry';
import { buildah, describeIf } from '../../support/jest/requirement';
import { MemoryRegistry } from '../../support/registry/memory-registry';
import { readArchive } from '../../support/registry/tar';

const repository = path.resolve(__dirname, '../../..');
const stop = new AbortController().signal;
const platform = 'linux/amd64';
const source = {
  version: '0123456789ab',
  commit: null,
  created: '2026-11-29T06:00:00.000Z',
  source: null,
  changedFiles: [],
};

/** The base image of both builds: one file, and settings like those of Node's image. */
const baseDockerfile = `FROM scratch
COPY passwd /etc/passwd
ENV PATH=/usr/local/bin:/usr/bin NODE_VERSION=24.21.0
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
`;

const bundler = `
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
const [folder, metafile] = process.argv.slice(2);
mkdirSync(folder + '/views/parts', { recursive: true });
for (const name of ['server.js', 'views/home.njk', 'views/parts/ä b.njk', 'run.sh']) writeFileSync(folder + '/' + name, name);
chmodSync(folder + '/run.sh', 0o755);
if (metafile) writeFileSync(metafile, JSON.stringify({ inputs: {} }));
`;

/** An image as a container sees it: its settings, and the type, mode, owner and content digest of each path. */
interface SeenImage {
  readonly config: ImageConfig;
  readonly files: Readonly<Record<string, string>>;
}

async function see({ manifest, blobs }: ImageContent): Promise<SeenImage> {
  const read = async (digest: string): Promise<Uint8Array> =>
    (await blobs.find((blob) => blob.digest === digest)?.read()) ?? Buffer.of();
  const { config, layers } = JSON.parse(Buffer.from(manifest.content).toString()) as Manifest;
  const files: Record<string, string> = {};
  for (const { digest } of layers) {
    for (const { name, type, mode, uid, gid, content } of await readArchive(gunzipSync(await read(digest)))) {
      files[name.replace(/\/$/, '')] = `${type} ${(mode & 0o7777).toString(8)} ${uid}:${gid} ${digestOf(content)}`;
    }
  }
  return { config: JSON.parse(Buffer.from(await read(config.digest)).toString()) as ImageConfig, files };
}

describeIf(buildah, 'Image of the Dockerfile', (program) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'both-ways-'));
  let server: MemoryRegistry;
  let built: SeenImage;
  let assembled: SeenImage;

  /** Runs buildah with storage in `folder`, and without features that need privileges. */
  function run(...args: string[]): void {
    const storage = [
      '--storage-driver',
      'vfs',
      '--root',
      path.join(folder, 'images'),
      '--runroot',
      path.join(folder, 'run'),
    ];
    const env = { ...process.env, BUILDAH_ISOLATION: 'chroot', _CONTAINERS_USERNS_CONFIGURED: 'done' };
    execFileSync(program, [...storage, ...args], { cwd: folder, env, stdio: 'pipe' });
  }

  async function exportImage(name: string): Promise<ImageContent> {
    const archive = path.join(folder, `${path.basename(name)}.tar`);
    run('push', '--quiet', '--signature-policy', 'policy.json', name, `docker-archive:${archive}`);
    return readImageArchive(archive);
  }

  function build(name: string, dockerfile: string, ...options: string[]): void {
    writeFileSync(path.join(folder, 'Engine.Dockerfile'), dockerfile);
    run(
      ...['build', '--quiet', '--pull-never', '--format', 'docker', '--platform', platform, '--tag', name],
      ...['--signature-policy', 'policy.json', '--file', 'Engine.Dockerfile', ...options, '.'],
    );
  }

  beforeAll(async () => {
    server = await MemoryRegistry.start();
    mkdirSync(path.join(folder, 'app'));
    writeFileSync(path.join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
    writeFileSync(path.join(folder, 'passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
    for (const name of ['package.json', 'package-lock.json', '.npmrc', 'contract.ts', 'Dockerfile']) {
      copyFileSync(path.join(repository, name), path.join(folder, name));
    }
    copyFileSync(path.join(repository, 'app/package.json'), path.join(folder, 'app/package.json'));
    writeFileSync(path.join(folder, 'app/build.mjs'), bundler);
    execFileSync(process.execPath, ['app/build.mjs', 'app/dist'], { cwd: folder });
    chmodSync(folder, 0o755);

    build('localhost/base', baseDockerfile);
    const registry = new Registry({ host: server.host, stop });
    await pushImage(await exportImage('localhost/base'), { registry, repository: 'base', tag: '1' });

    // Removes the RUN instructions, because the base image has no npm. The build stage then contains the finished bundle in `app/dist`.
    const dockerfile = readFileSync(path.join(folder, 'Dockerfile'), 'utf8');
    const labels = Object.entries(imageLabels(source)).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
    build(
      'localhost/app',
      dockerfile.replace(/^RUN .*\n/gm, '').replace('--platform=$BUILDPLATFORM ', ''),
      ...['--build-arg', 'NODE_IMAGE=localhost/base', '--build-arg', `APP_VERSION=${source.version}`, ...labels],
    );
    built = await see(await exportImage('localhost/app'));
    const nodeImage = `${server.host}/base:1`;
    const props = { root: folder, source, platform, nodeImage, repositoryUrl: `${server.host}/app`, stop };
    assembled = await see((await makeImage({ ...props, report: () => undefined })).content);
  });
  afterAll(() => {
    server?.stop();
    // The stored images contain folders without write permission, from which only root could delete files.
    execFileSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the same files, owners and modes whether buildah builds it or this project assembles it', () => {
    expect(assembled.files).toEqual(built.files);
    expect(Object.keys(assembled.files)).toContain('app/views/parts/ä b.njk');
  });

  it('has the same health check whether buildah builds it or this project assembles it', () => {
    expect(assembled.config.config?.Healthcheck).toMatchObject({ Test: expect.arrayContaining(['CMD', 'node']) });
    expect(assembled.config.config?.Healthcheck).toEqual(built.config.config?.Healthcheck);
  });

  it('has the same configuration whether buildah builds it or this project assembles it, except for additional labels', () => {
    const { Labels: builtLabels = {}, OnBuild: _, ...expected } = built.config.config ?? {};
    const { Labels: labels = {}, ...config } = assembled.config.config ?? {};
    expect(config).toEqual(expected);
    expect(labels).toMatchObject(builtLabels);
    expect([assembled.config.os, assembled.config.architecture]).toEqual([built.config.os, built.config.architecture]);
  });
});
