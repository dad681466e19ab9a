import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type LicenseFields, packageLicenses } from './package-licenses';

export interface SbomProps {
  readonly root: string;
  /** The folders of the npm packages whose code the image contains. */
  readonly packages: readonly string[];
  /** The base image. */
  readonly base: { readonly name: string; readonly digest: string };
  readonly image: { readonly repository: string; readonly digest: string; readonly version: string };
}

interface PackageFile extends LicenseFields {
  readonly name: string;
  readonly version: string;
}

/**
 * Creates the software bill of materials (SBOM) of an image, in CycloneDX 1.6 format.
 * It lists the base image and the npm packages in the bundle, with versions and licenses. `npm sbom` would list the
 * installed packages instead. The same image always gets exactly the same SBOM.
 * https://cyclonedx.org/docs/1.6/json/
 */
export async function createSbom({ root, packages, base, image }: SbomProps): Promise<object> {
  const components = await Promise.all(packages.map((folder) => readComponent(path.join(root, folder))));
  const unique = new Map(components.map((component) => [component.purl, component]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumberOf(image.digest),
    version: 1,
    metadata: {
      component: { type: 'container', name: image.repository, version: image.version, hashes: [hashOf(image.digest)] },
    },
    components: [{ type: 'container', name: base.name, hashes: [hashOf(base.digest)] }, ...unique.values()],
  };
}

async function readComponent(folder: string) {
  const file = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PackageFile;
  const { name, version } = file;
  const purl = `pkg:npm/${encodeURIComponent(name).replace('%2F', '/')}@${version}`;
  const licenses = packageLicenses(file);
  return { type: 'library', 'bom-ref': purl, name, version, purl, ...(licenses.length > 0 && { licenses }) };
}

/** Returns a UUID (RFC 9562, version 8) that is derived from the digest of the image. */
function serialNumberOf(digest: string): string {
  const hash = createHash('sha256').update(digest).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function hashOf(digest: string): object {
  return { alg: 'SHA-256', content: digest.replace('sha256:', '') };
}
