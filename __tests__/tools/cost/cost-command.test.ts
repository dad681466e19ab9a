import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCostCommand, parseCostArguments } from '../../../tools/cost/cost-arguments';
import { runCost } from '../../../tools/cost/cost-command';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { UnknownEnvironment } from '../../../tools/shared/user-error';
import { captureOutput } from '../../support/commands/capture-output';
import { balanced } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

jest.mock('../../../tools/shared/temporary-synthesis', () => ({
  synthesizeTemporarily: async (name: string) => {
    const found = fixtureStacks().get(name);
    if (found === undefined) throw new UnknownEnvironment(`There is no environment "${name}".`);
    return found;
  },
  synthesizeAllTemporarily: async () => fixtureStacks(),
}));

function fixtureStacks(): ReadonlyMap<string, SynthesizedStack> {
  const stackOf = (json: unknown) => new SynthesizedStack(json as SynthesizedStack['document']);
  return new Map([
    ['dev', stackOf(synthesized())],
    ['staging', stackOf(synthesized(balanced))],
  ]);
}

const parse = (...words: readonly string[]) => {
  const command = createCostCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return parseCostArguments(command, words, {});
};
const run = (...words: readonly string[]) =>
  captureOutput(() => runCost(parse(...words), new AbortController().signal));

describe('npm run cost', () => {
  it.each([
    [['dev', '--plan', '--compare', 'main'], '--compare, --plan, --write and --refresh-prices cannot be combined'],
    [['--plan'], '--plan needs an environment: npm run cost dev -- --plan'],
    [['dev', '--write'], '--write writes the costs of all environments. Remove the argument dev.'],
    [['dev', '--refresh-prices'], '--refresh-prices only downloads prices. Remove the argument dev.'],
    [['dev', '--cheap'], "unknown option '--cheap'"],
    [['dev', 'staging'], 'too many arguments'],
  ])('rejects the arguments %j with the message "%s"', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
  });

  it('rejects an environment that does not exist', async () => {
    expect((await run('qa')).error).toBe('There is no environment "qa".');
  });

  it('prints a table with the total of an environment', async () => {
    const { output } = await run('dev');
    expect(output).toMatch(/^Total +0\.08 +12\.04 /m);
    expect(output).toContain('PER USE');
  });

  it('warns on standard error about prices that are more than six months old', async () => {
    const warn = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.useFakeTimers({ now: new Date('2027-03-01'), doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    try {
      await run('dev');
      expect(warn.mock.calls).toEqual([
        [expect.stringMatching(/^The prices of eu-central-1 are from .*six months ago\./)],
      ]);
    } finally {
      jest.useRealTimers();
      warn.mockRestore();
    }
  });

  it('without an environment, prints the totals of all environments', async () => {
    const { output } = await run();
    expect(output).toMatch(/^dev +eu-central-1 +0\.08 +12\.04 /m);
    expect(output).toMatch(/^staging +eu-central-1 +33\.74 /m);
  });

  it('with --json, prints an object for one environment and a list for all environments', async () => {
    const one = JSON.parse((await run('dev', '--json')).output);
    expect(Object.keys(one)).toEqual([
      'environment',
      'region',
      'prices',
      'rows',
      'unpriced',
      'totals',
      'free',
      'savings',
      'neverCounted',
    ]);
    expect(Object.keys(one.rows[0])).toEqual([
      'address',
      'type',
      'price',
      'kind',
      'unit',
      'usdPerUnit',
      'quantities',
      'usd',
    ]);
    const all: readonly { readonly environment: string }[] = JSON.parse((await run('--json')).output);
    expect(all.map(({ environment }) => environment)).toEqual(['dev', 'staging']);
  });

  describe('with --write', () => {
    const before = process.cwd();
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'cost-'));
      process.chdir(folder);
    });
    afterEach(() => {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    });

    it('writes the costs into README.md, or reports that they are already current', async () => {
      writeFileSync('README.md', '<!-- begin: cost. npm run cost -- --write -->\n<!-- end: cost -->\n');
      expect((await run('--write')).output).toContain('The new costs were written into README.md.');
      expect(readFileSync('README.md', 'utf8')).toContain('|  | `dev` | `staging` |');
      expect((await run('--write')).output).toContain('The costs in README.md are current.');
    });

    it('rejects a README without the marker lines around the table of costs', async () => {
      writeFileSync('README.md', '# Title\n');
      expect((await run('--write')).error).toMatch(/^README\.md lacks the lines "<!-- begin: cost\./);
    });
  });
});
