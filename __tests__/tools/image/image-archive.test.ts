import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { digestOf } from '../../../tools/image/digest';
import { readImageArchive } from '../../../tools/image/image-archive';
import { type Manifest, mediaTypes } from '../../../tools/image/manifest';
import { writeArchive } from '../../support/registry/tar';

type Entries = Parameters<typeof writeArchive>[0];

const config = '{"os":"linux","architecture":"arm64","config":{"Healthcheck":{"Test":["NONE"]}}}';
const configHex = digestOf(Buffer.from(config)).slice(7);
const first = Buffer.from('the first layer '.repeat(100));
const second = Buffer.from('the second layer');

const manifestJson = (Config: string, Layers: readonly string[]) => ({
  name: 'manifest.json',
  content: JSON.stringify([{ Config, RepoTags: ['app:1'], Layers }]),
});

/** One image in the archive format of each engine. The last of its three layers is the same as the first. */
const archives: readonly [string, Entries][] = [
  [
    'docker before version 25, which stores a repeated layer as a link',
    [
      { name: 'a/', type: 'directory' },
      { name: 'a/layer.tar', content: first },
      { name: 'b/layer.tar', content: second },
      { name: 'c/layer.tar', type: 'symlink', linkname: '../a/layer.tar' },
      { name: `${configHex}.json`, content: config },
      manifestJson(`${configHex}.json`, ['a/layer.tar', 'b/layer.tar', 'c/layer.tar']),
    ],
  ],
  [
    'docker since version 25',
    [
      { name: 'blobs/sha256/1', content: first },
      { name: 'blobs/sha256/2', content: second },
      { name: `blobs/sha256/${configHex}`, content: config },
      { name: 'index.json', content: '{}' },
      manifestJson(`blobs/sha256/${configHex}`, ['blobs/sha256/1', 'blobs/sha256/2', 'blobs/sha256/1']),
    ],
  ],
  [
    'podman and buildah, which also add links with the file names of old docker versions',
    [
      { name: '1.tar', content: first },
      { name: 'x/layer.tar', type: 'symlink', linkname: '../1.tar' },
      { name: '2.tar', content: second },
      { name: `${configHex}.json`, content: config },
      manifestJson(`${configHex}.json`, ['1.tar', '2.tar', '1.tar']),
    ],
  ],
];

describe('readImageArchive', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'archive-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function read(entries: Entries) {
    const file = path.join(folder, 'image.tar');
    writeFileSync(file, await writeArchive(entries));
    const { manifest, blobs } = await readImageArchive(file);
    const contents = new Map(await Promise.all(blobs.map(async (blob) => [blob.digest, await blob.read()] as const)));
    return { manifest, document: JSON.parse(Buffer.from(manifest.content).toString()) as Manifest, contents };
  }

  it.each(archives)('reads the format of %s', async (_engine, entries) => {
    const { manifest, document, contents } = await read(entries);
    const layers = document.layers.map(({ digest }) => gunzipSync(contents.get(digest) ?? Buffer.of()));
    expect(layers).toEqual([first, second, first]);
    expect(document.config).toEqual({
      mediaType: mediaTypes.docker.config,
      digest: `sha256:${configHex}`,
      size: config.length,
    });
    expect(Buffer.from(contents.get(document.config.digest) ?? '').toString()).toBe(config);
    expect(manifest).toMatchObject({ mediaType: mediaTypes.docker.manifest, digest: digestOf(manifest.content) });
  });

  it('keeps the bytes of a layer that is already compressed', async () => {
    const compressed = gzipSync(first, { level: 1 });
    const { document, contents } = await read([
      { name: '1', content: compressed },
      { name: 'c.json', content: config },
      manifestJson('c.json', ['1']),
    ]);
    expect(Buffer.from(contents.get(document.layers[0]?.digest ?? '') ?? '')).toEqual(compressed);
  });

  it('returns the same digest each time it reads the same archive', async () => {
    const [, entries] = archives[0] ?? ['', []];
    expect((await read(entries)).manifest.digest).toBe((await read(entries)).manifest.digest);
  });

  it('rejects an archive without an image, and an archive that lacks a layer', async () => {
    await expect(read([{ name: 'a', content: '' }])).rejects.toThrow('exported an archive without an image');
    await expect(read([{ name: 'c.json', content: config }, manifestJson('c.json', ['1.tar'])])).rejects.toThrow(
      'exported an archive without 1.tar',
    );
  });
});
