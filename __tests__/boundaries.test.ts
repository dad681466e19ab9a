import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');

const forbidden = [
  ['stacks/root.ts', '@cdktf/provider-aws', '600 MB at every synth'],
  ['main.ts', './app/settings/server-settings', 'main.ts only defines the stacks'],
  ['stacks/app.ts', '../app/settings/server-settings', 'stacks/ may import only'],
  ['stacks/tools.ts', '../tools/terraform', 'stacks/ may import only'],
  ['stacks/environments.ts', '../environments', 'stacks/ may import only'],
  ['environments/app.ts', '../app/settings/server-settings', 'environments/ may import only'],
  ['environments/construct.ts', '../stacks/network', 'environments/ may import only'],
  ['environments/stack.ts', '../stacks/bootstrap/bootstrap-stack', 'environments/ may import only'],
  ['environments/cdktf.ts', 'cdktf', 'environments/ may import only'],
  ['app/stacks.ts', '../stacks/network', 'app/ may import only'],
  ['app/deep/stacks.ts', '../../stacks/network', 'app/ may import only'],
  ['app/cdktf.ts', 'cdktf', 'app/ may import only'],
  ['app/environments.ts', '../environments', 'app/ may import only'],
  ['app/tools.ts', '../tools/terraform', 'app/ may import only'],
  ['app/bench.ts', '../bench/home', 'app/ may import only'],
  ['tools/stacks.ts', '../stacks/network', 'neither the constructs'],
  ['tools/app.ts', '../app/settings/server-settings', 'neither the constructs'],
  ['tools/cdktf.ts', 'cdktf', 'neither the constructs'],
  ['tools/package.ts', '../packages/offline-aws-provider/src/index', 'neither the constructs'],
  ['contract.ts', './app/settings/server-settings', 'may import nothing'],
  ['stacks/package.ts', '@eight-digit/offline-aws-provider', 'stacks/ may import only'],
  ['packages/p/src/tools.ts', '../../../tools/plan', 'A package may import only'],
  ['packages/p/src/contract.ts', '../../../contract', 'A package may import only'],
  ['stacks/package-path.ts', '../packages/aws-permissions/src/index', 'stacks/ may import only'],
  ['packages/p/src/cdktf.ts', 'cdktf', 'A package may import only'],
] as const;

const allowed = [
  ['stacks/shared.ts', '../contract'],
  ['stacks/resource.ts', '@cdktf/provider-aws/lib/vpc'],
  ['stacks/permissions.ts', '@eight-digit/aws-permissions'],
  ['environments/types.ts', '../stacks/environment'],
  ['environments/preview.ts', '../stacks/preview'],
  ['environments/queue.ts', '../stacks/app-resources/queue'],
  ['environments/account.ts', '../stacks/bootstrap/bootstrap'],
  ['app/shared.ts', '../contract'],
  ['tools/shared.ts', '../contract'],
  ['tools/provider.ts', '@eight-digit/offline-aws-provider'],
] as const;

/** Lints a temporary folder that contains one small file for each import. Returns the lines of the linter's report. */
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

describe('Linter', () => {
  it.each(forbidden)('in %s, rejects an import of %s', (path, _module, reason) => {
    expect(lines.find((line) => line.includes(`/${path},`))).toContain(reason);
  });

  it.each(allowed)('in %s, accepts an import of %s', (path) => {
    expect(lines.find((line) => line.includes(`/${path},`))).toBeUndefined();
  });
});

describe('App', () => {
  it('reads the system clock only in the files that need a date', () => {
    const files = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'));
    const readers = sources.filter((file) =>
      /Date\.now|new Date\(\)/.test(readFileSync(join(root, 'app', file), 'utf8')),
    );
    expect(readers.sort()).toEqual([
      'entries/dynamodb/entry-clock.ts', // timestamps of entries
      'entries/entry-metrics.ts', // timestamps of metrics
      'logger.ts', // timestamps of log lines
      'profiles/files/pending-upload.ts', // createdAt of files
    ]);
  });
});
