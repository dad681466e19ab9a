import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from '../../../tools/image/container-engine';
import { type PreparedImage, prepareImage } from '../../../tools/image/prepare-image';
import { MemoryRegistry } from '../../support/registry/memory-registry';
import { writeArchive } from '../../support/registry/tar';

const stop = new AbortController().signal;
const source = {
  version: '0123456789ab',
  commit: '0123456789abcdef0123456789abcdef01234567',
  created: '2026-11-29T06:00:00.000Z',
  source: null,
  changedFiles: [],
};

describe('Image that a container engine builds', () => {
  const { PATH, DOCKER_CONFIG } = process.env;
  let server: MemoryRegistry;
  let root: string;

  beforeAll(async () => {
    server = await MemoryRegistry.start();
  });
  beforeEach(async () => {
    server.clear();
    root = mkdtempSync(path.join(tmpdir(), 'engine-'));
    writeFileSync(path.join(root, 'Dockerfile'), 'FROM node:24\nRUN true\n');
    const archive = await writeArchive([
      { name: '1.tar', content: 'a layer' },
      { name: 'c.json', content: '{"os":"linux","architecture":"arm64"}' },
      { name: 'manifest.json', content: JSON.stringify([{ Config: 'c.json', Layers: ['1.tar'] }]) },
    ]);
    writeFileSync(path.join(root, 'built.tar'), archive);
    process.env.PATH = root;
    process.env.DOCKER_CONFIG = '/home/me/.docker';
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
    else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
    rmSync(root, { recursive: true });
  });
  afterAll(() => server?.stop());

  /** Installs a fake engine that logs its commands and exports a prepared image. @param failing the command that exits with code 3 */
  function install(name: Engine['name'], failing = 'none'): void {
    const program = `#!/bin/sh
echo "$DOCKER_CONFIG $*" >> ${root}/log
[ "$1" = ${failing} ] && exit 3
for last; do :; done
case "$1 $2" in
  "save --output") /bin/cp ${root}/built.tar "$3" ;;
  save*) /bin/cp ${root}/built.tar "$6" ;;
  push*) /bin/cp ${root}/built.tar "\${last#docker-archive:}" ;;
esac
`;
    writeFileSync(path.join(root, name), program);
    chmodSync(path.join(root, name), 0o755);
  }

  const commands = () =>
    readFileSync(path.join(root, 'log'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/\/\S*image\.tar/, '<archive>'));

  const prepare = (): Promise<PreparedImage> =>
    prepareImage({
      root,
      source,
      repositoryUrl: `${server.host}/app`,
      credentials: { user: 'AWS', password: 'secret' },
      platform: 'linux/arm64',
      report: () => undefined,
      stop,
    });

  const buildOptions = () =>
    `--platform linux/arm64 --build-arg APP_VERSION=${source.version} --label org.opencontainers.image.version=${source.version} --label org.opencontainers.image.revision=${source.commit}`;

  it.each([
    ['docker', ' --load', 'save --output <archive>', ['buildx version']],
    ['podman', ' --format docker', 'save --quiet --format docker-archive --output <archive>', []],
  ] as const)("is built and exported by %s, with the user's DOCKER_CONFIG", async (name, format, save, more) => {
    install(name);
    const image = `${server.host}/app:${source.version}`;
    expect((await prepare()).method).toBe(name);
    expect(commands()).toEqual(
      ['info', ...more, `build ${buildOptions()}${format} --tag ${image} .`, `${save} ${image}`].map(
        (command) => `/home/me/.docker ${command}`,
      ),
    );
  });

  it('is exported by buildah, which pushes it to an archive', async () => {
    install('buildah');
    await prepare();
    expect(commands().at(-1)).toBe(
      `/home/me/.docker push --quiet ${server.host}/app:${source.version} docker-archive:<archive>`,
    );
  });

  it('has a digest before it is pushed, even if the repository does not exist', async () => {
    install('podman');
    const { image, digest } = await prepare();
    expect(image).toBe(`${server.host}/app@${digest}`);
    expect(server.log).toEqual([`HEAD /v2/app/manifests/${source.version}`]);
  });

  it('is pushed without the engine, under the digest that was known before the push', async () => {
    install('podman');
    const { digest, push } = await prepare();
    expect(await push(() => undefined)).toBeGreaterThan(0);
    expect([...server.manifests.keys()]).toEqual([`app ${source.version}`, `app ${digest}`]);
    expect(commands().filter((command) => /login|push/.test(command))).toEqual([]);
  });

  it.each(['build', 'save'])('causes an error with the exit code if the engine fails to %s it', async (failing) => {
    install('podman', failing);
    await expect(prepare()).rejects.toThrow(
      /podman could not (build|export) the image: podman exited with 3, and its output/,
    );
  });

  it('is exported to a temporary archive, which is then deleted', async () => {
    install('podman');
    await prepare();
    const archive = /--output (\S+)/.exec(readFileSync(path.join(root, 'log'), 'utf8'))?.[1] ?? '';
    expect(path.basename(archive)).toBe('image.tar');
    expect(existsSync(path.dirname(archive))).toBe(false);
  });
});
