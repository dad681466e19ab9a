import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');

const forbidden = [
  ['stacks/root.ts', '@cdktf/provider-aws', '600 MB at every synth'],
  ['stacks/app.ts', '../app/settings', 'never import app/'],
  ['environments/app.ts', '../app/settings', 'never import app/'],
  ['app/stacks.ts', '../stacks/network', 'app/ may import only'],
  ['app/deep/stacks.ts', '../../stacks/network', 'app/ may import only'],
  ['app/cdktf.ts', 'cdktf', 'app/ may import only'],
  ['tools/stacks.ts', '../stacks/network', 'never the constructs'],
  ['contract.ts', './app/settings', 'imports nothing'],
] as const;

const allowed = [
  ['stacks/shared.ts', '../contract'],
  ['stacks/resource.ts', '@cdktf/provider-aws/lib/vpc'],
  ['app/shared.ts', '../contract'],
] as const;

/** What the linter says about imports, one line per file, in a copy of the tree that holds nothing but them. */
function lintedImports(): string[] {
  const tree = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    cpSync(join(root, 'biome.json'), join(tree, 'biome.json'));
    for (const [path, module] of [...forbidden, ...allowed]) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), `import { thing } from '${module}';\nthing();\n`);
    }
    const biome = join(root, 'node_modules/.bin/biome');
    const options = ['lint', '--only=style/noRestrictedImports', '--reporter=github', '--vcs-enabled=false'];
    return spawnSync(biome, options, { cwd: tree, encoding: 'utf8' }).stdout.split('\n');
  } finally {
    rmSync(tree, { recursive: true });
  }
}

const lines = lintedImports();

it.each(forbidden)('%s may not import %s', (path, _module, reason) => {
  expect(lines.find((line) => line.includes(`/${path},`))).toContain(reason);
});

it.each(allowed)('%s may import %s', (path) => {
  expect(lines.find((line) => line.includes(`/${path},`))).toBeUndefined();
});
