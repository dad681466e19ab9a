import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSbom } from '../../../tools/image/sbom';

const base = { name: 'docker.io/library/node:24', digest: `sha256:${'a'.repeat(64)}` };
const image = { repository: 'registry.example/app', digest: `sha256:${'b'.repeat(64)}`, version: '0123456789ab' };

interface Component {
  readonly name: string;
  readonly purl?: string;
  readonly licenses?: readonly object[];
}
interface Bom {
  readonly serialNumber: string;
  readonly components: readonly Component[];
}

describe('SBOM', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'sbom-'));
  afterAll(() => rmSync(root, { recursive: true }));

  function writePackage(folder: string, fields: object): string {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...fields }));
    return folder;
  }

  const create = (...packages: string[]) => createSbom({ root, packages, base, image }) as Promise<Bom>;

  it('is a CycloneDX 1.6 document about the image and its base image', async () => {
    expect(await create()).toEqual({
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      version: 1,
      metadata: {
        component: {
          type: 'container',
          name: 'registry.example/app',
          version: '0123456789ab',
          hashes: [{ alg: 'SHA-256', content: 'b'.repeat(64) }],
        },
      },
      components: [{ type: 'container', name: base.name, hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] }],
    });
  });

  it('lists each version of a package once, with its package URL', async () => {
    const { components } = await create(
      writePackage('node_modules/koa', { name: 'koa', version: '3.3.0', license: 'MIT' }),
      writePackage('node_modules/@aws/sdk', { name: '@aws/sdk' }),
      writePackage('node_modules/a/node_modules/koa', { name: 'koa', version: '3.3.0', license: 'MIT' }),
      writePackage('node_modules/b/node_modules/koa', { name: 'koa', version: '2.0.0' }),
    );
    expect(components.slice(1)).toEqual([
      {
        type: 'library',
        'bom-ref': 'pkg:npm/koa@3.3.0',
        name: 'koa',
        version: '3.3.0',
        purl: 'pkg:npm/koa@3.3.0',
        licenses: [{ expression: 'MIT' }],
      },
      expect.objectContaining({ name: '@aws/sdk', purl: 'pkg:npm/%40aws/sdk@1.0.0' }),
      expect.objectContaining({ purl: 'pkg:npm/koa@2.0.0' }),
    ]);
  });

  it.each([
    [{ license: 'MIT' }, [{ expression: 'MIT' }]],
    [{ license: '(MIT OR Apache-2.0)' }, [{ expression: '(MIT OR Apache-2.0)' }]],
    [{ license: 'GPL-2.0 WITH Classpath-exception-2.0' }, [{ expression: 'GPL-2.0 WITH Classpath-exception-2.0' }]],
    [{ license: 'SEE LICENSE IN LICENSE.md' }, [{ license: { name: 'SEE LICENSE IN LICENSE.md' } }]],
    [{ license: 'UNLICENSED' }, [{ license: { name: 'UNLICENSED' } }]],
    [{ license: { type: 'BSD-3-Clause' } }, [{ expression: 'BSD-3-Clause' }]],
    [{ licenses: [{ type: 'MIT' }, { type: 'GPL' }] }, [{ license: { name: 'MIT' } }, { license: { name: 'GPL' } }]],
  ])('contains the license of a package with %j', async (fields, expected) => {
    const { components } = await create(writePackage('node_modules/one', { name: 'one', ...fields }));
    expect(components[1]?.licenses).toEqual(expected);
  });

  it('contains no license of a package that declares none', async () => {
    const { components } = await create(writePackage('node_modules/one', { name: 'one' }));
    expect(components[1]?.name).toBe('one');
    expect(components[1]?.licenses).toBeUndefined();
  });

  it('has a serial number that depends only on the image', async () => {
    const other = { ...image, digest: `sha256:${'c'.repeat(64)}` };
    const [first, second, third] = (await Promise.all([
      create(),
      create(),
      createSbom({ root, packages: [], base, image: other }),
    ])) as [Bom, Bom, Bom];
    expect(second.serialNumber).toBe(first.serialNumber);
    expect(third.serialNumber).not.toBe(first.serialNumber);
  });
});
