import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readImageArchive } from '../../../tools/image/image-archive';
import { writeImageArchive } from '../../../tools/image/image-archive-writer';
import { blobOf, bytesOf, descriptorOf, storedManifest } from '../../../tools/image/image-content';
import { mediaTypes } from '../../../tools/image/manifest';

describe('writeImageArchive', () => {
  it('writes an archive from which readImageArchive reads the same image', async () => {
    const { docker } = mediaTypes;
    const config = bytesOf({ os: 'linux' });
    const layer = Buffer.from([0x1f, 0x8b, 1, 2, 3]);
    const manifest = storedManifest({
      ...{ schemaVersion: 2, mediaType: docker.manifest, config: descriptorOf(docker.config, config) },
      layers: [descriptorOf(docker.layer, layer)],
    } as { mediaType: string });
    const folder = mkdtempSync(path.join(tmpdir(), 'archive-'));
    const file = path.join(folder, 'image.tar');
    await writeImageArchive({ manifest, blobs: [blobOf(layer), blobOf(config)] }, file, 'app:1');
    const read = await readImageArchive(file);
    rmSync(folder, { recursive: true });
    expect(read.manifest.digest).toBe(manifest.digest);
  });
});
