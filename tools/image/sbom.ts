import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface SbomProps {
  readonly root: string;
  /** The folders of the packages that the image contains. */
  readonly packages: readonly string[];
  /** The name of the base image, and its digest. */
  readonly base: { readonly name: string; readonly digest: string };
  readonly image: { readonly repository: string; readonly digest: string; readonly version: string };
}

/**
 * Lists what the image contains: the base and the npm packages of the bundle, with versions and licenses, as CycloneDX 1.5.
 * It lists what esbuild has bundled; `npm sbom` would list what is installed. https://cyclonedx.org/docs/1.5/json/
 */
export async function createSbom({ root, packages, base, image }: SbomProps): Promise<object> {
  const components = await Promise.all(
    packages.map(async (folder) => {
      const text = await readFile(path.join(root, folder, 'package.json'), 'utf8');
      const { name, version, license } = JSON.parse(text) as { name: string; version: string; license?: string };
      const purl = `pkg:npm/${encodeURIComponent(name).replace('%2F', '/')}@${version}`;
      return {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        purl,
        ...(typeof license === 'string' && { licenses: [{ expression: license }] }),
      };
    }),
  );
  const unique = new Map(components.map((component) => [component.purl, component]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'container', name: image.repository, version: image.version, hashes: [hashOf(image.digest)] },
    },
    components: [{ type: 'container', name: base.name, hashes: [hashOf(base.digest)] }, ...unique.values()],
  };
}

function hashOf(digest: string): object {
  return { alg: 'SHA-256', content: digest.replace('sha256:', '') };
}
