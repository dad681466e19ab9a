import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'fflate';
import { pack } from 'tar-stream';
import { digestOf } from '../../../tools/image/digest';
import { type ImageConfig, type Manifest, mediaTypes } from '../../../tools/image/manifest';
import type { Registry } from '../../../tools/image/registry/registry';

export interface BaseImageOptions {
  /** Whether the image has the media types of OCI or of Docker. @default oci */
  readonly format?: 'oci' | 'docker';
  /** The architectures in the index of the image. @default arm64 and amd64 */
  readonly architectures?: readonly string[];
  /** Environment variables in addition to PATH and NODE_VERSION. @default none */
  readonly variables?: readonly string[];
}

/** Pushes a small image with a user, an entry point and environment variables, like Node's official image. */
export async function pushBaseImage(
  registry: Registry,
  repository: string,
  tag: string,
  { format = 'oci', architectures = ['arm64', 'amd64'], variables = [] }: BaseImageOptions = {},
): Promise<void> {
  const types = mediaTypes[format];
  const archive = pack();
  archive.entry({ name: 'etc/', type: 'directory' });
  archive.entry({ name: 'etc/passwd' }, 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  archive.finalize();
  const uncompressed = await buffer(archive);
  const layer = gzipSync(uncompressed, { mtime: 0 });
  await registry.putBlob(repository, digestOf(layer), async () => layer);
  const manifests = [];
  for (const architecture of architectures) {
    const config: ImageConfig = {
      os: 'linux',
      architecture,
      config: {
        Env: ['PATH=/usr/local/bin:/usr/bin', 'NODE_VERSION=24.21.0', ...variables],
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['node'],
      },
      rootfs: { type: 'layers', diff_ids: [digestOf(uncompressed)] },
      history: [{ created_by: 'a base' }],
    };
    const configBytes = Buffer.from(JSON.stringify(config));
    await registry.putBlob(repository, digestOf(configBytes), async () => configBytes);
    const manifest: Manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, digest: digestOf(configBytes), size: configBytes.length },
      layers: [{ mediaType: types.layer, digest: digestOf(layer), size: layer.length }],
    };
    const content = Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(content);
    await registry.putManifest(repository, digest, { mediaType: types.manifest, digest, content });
    manifests.push({
      mediaType: types.manifest,
      digest,
      size: content.length,
      platform: { os: 'linux', architecture },
    });
  }
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests }));
  await registry.putManifest(repository, tag, { mediaType: types.index, digest: digestOf(index), content: index });
}
