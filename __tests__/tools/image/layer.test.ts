import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'fflate';
import { digestOf } from '../../../tools/image/digest';
import { createLayer } from '../../../tools/image/layer';
import { type ArchiveEntry, readArchive } from '../../support/registry/tar';

const files = {
  'server.js': 'listen()',
  'views/home.njk': '<h1>',
  'views/a/b.njk': 'b',
  'Ä.js': 'umlaut',
  'z.js': 'z',
};

describe('Image layer', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function write(names: readonly string[] = Object.keys(files)): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'layer-'));
    folders.push(folder);
    for (const name of names) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), files[name as keyof typeof files]);
    }
    return folder;
  }

  const layerOf = (source: string) => createLayer([{ source, destination: '/app' }]);
  const entriesOf = async (source: string): Promise<ArchiveEntry[]> =>
    readArchive(gunzipSync((await layerOf(source)).content));

  it('contains folders before their files, sorted by name, owned by root and dated 1970', async () => {
    const entries = await entriesOf(write());
    expect(entries.map(({ name }) => name)).toEqual([
      'app/',
      'app/server.js',
      'app/views/',
      'app/views/a/',
      'app/views/a/b.njk',
      'app/views/home.njk',
      'app/z.js',
      'app/Ä.js',
    ]);
    for (const { name, mode, uid, gid, mtime } of entries) {
      expect({ name, mode, uid, gid, mtime }).toEqual({
        name,
        mode: name.endsWith('/') ? 0o755 : 0o644,
        uid: 0,
        gid: 0,
        mtime: new Date(0),
      });
    }
  });

  it('has the digests of its compressed and its uncompressed content', async () => {
    const { content, digest, diffId } = await layerOf(write());
    expect(digest).toBe(digestOf(content));
    expect(diffId).toBe(digestOf(gunzipSync(content)));
  });

  it('keeps the executable bit of a file, and no other permission', async () => {
    const folder = write();
    chmodSync(path.join(folder, 'server.js'), 0o700);
    chmodSync(path.join(folder, 'z.js'), 0o606);
    const modes = Object.fromEntries((await entriesOf(folder)).map(({ name, mode }) => [name, mode]));
    expect(modes).toMatchObject({ 'app/server.js': 0o755, 'app/z.js': 0o644 });
  });

  it('has the same digest whatever the times and order of its files, the umask, the time zone and the language', async () => {
    const { digest } = await layerOf(write());
    const { TZ, LC_ALL } = process.env;
    const umask = process.umask(0o077);
    try {
      Object.assign(process.env, { TZ: 'Pacific/Kiritimati', LC_ALL: 'sv_SE.UTF-8' });
      const other = write(Object.keys(files).reverse());
      utimesSync(path.join(other, 'server.js'), new Date(1e12), new Date(1e12));
      expect((await layerOf(other)).digest).toBe(digest);
    } finally {
      process.umask(umask);
      // Assigning undefined to a variable in process.env would set it to the string "undefined".
      for (const [name, value] of Object.entries({ TZ, LC_ALL })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it.each([
    ['content', (folder: string) => writeFileSync(path.join(folder, 'z.js'), 'y')],
    ['name', (folder: string) => writeFileSync(path.join(folder, 'y.js'), '')],
    ['executable bit', (folder: string) => chmodSync(path.join(folder, 'z.js'), 0o755)],
  ])('has a different digest if the %s of a file has changed', async (_what, change) => {
    const folder = write();
    const { digest } = await layerOf(folder);
    change(folder);
    expect((await layerOf(folder)).digest).not.toBe(digest);
  });

  it('must not contain a symbolic link', async () => {
    const folder = write();
    symlinkSync('z.js', path.join(folder, 'link.js'));
    await expect(layerOf(folder)).rejects.toThrow('link.js is neither a file nor a folder');
  });

  it('can contain the same folder at several destinations', async () => {
    const source = write(['z.js']);
    const { content } = await createLayer([
      { source, destination: '/srv/a' },
      { source, destination: '/srv/b/' },
    ]);
    expect((await readArchive(gunzipSync(content))).map(({ name }) => name)).toEqual([
      'srv/',
      'srv/a/',
      'srv/a/z.js',
      'srv/b/',
      'srv/b/z.js',
    ]);
  });
});
