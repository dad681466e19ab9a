import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeIf, terraform } from '../support/jest/requirement';
import { combinationsWithEachValue, pairwiseEnvironments } from '../support/stacks/combinations';
import { localConfiguration, withTypesOf } from '../support/terraform/local-configuration';
import { createStack, type TestStack, writeConfiguration } from '../support/terraform/terraform';

const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
const withConfiguration = <Combined extends (typeof pairwiseEnvironments)[number]>(combined: Combined) => ({
  ...combined,
  configuration: localConfiguration(combined.changes),
});
const all = pairwiseEnvironments.map(withConfiguration);
const applied = combinationsWithEachValue.map(withConfiguration);

/** How many configurations one command validates. With more, Terraform's graph takes longer than the command saves. */
const groupSize = 7;
const groups = all.flatMap((_combination, index) =>
  index % groupSize === 0 ? [{ first: all[index]?.title, group: all.slice(index, index + groupSize) }] : [],
);

describeIf(terraform, 'Combination of settings', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await createStack(withTypesOf(all.map(({ configuration }) => configuration)));
  });

  afterAll(() => stack?.close());

  // An apply of each would take ten times as long.
  it.each(groups)('is valid for the real terraform: $first, and those after it', async ({ group }) => {
    const modules = group.map(({ title, configuration: { provider: _provider, ...module } }) => {
      // In an error, the name of the module identifies the combination.
      const name = title.replace(/\W+/g, '-');
      mkdirSync(path.join(stack.folder, name), { recursive: true });
      writeFileSync(path.join(stack.folder, name, 'main.tf.json'), JSON.stringify(module));
      return [name, { source: `./${name}` }];
    });
    const { provider } = group[0]?.configuration ?? {};
    writeConfiguration(stack.folder, { provider, module: Object.fromEntries(modules) });
    await stack.succeed('init');
    await stack.succeed('validate');
  });

  it.each(applied)('with each value of each setting is complete after one apply: $title', async (combination) => {
    const options = ['-lock=false', ...(combination.hasImage ? [`-var=container_image=${image}`] : [])];
    const own = await createStack(combination.configuration);
    try {
      await own.succeed('apply', '-auto-approve', ...options);
      const { exitCode, output } = await own.run('plan', '-detailed-exitcode', ...options);
      expect(exitCode === 0 ? 'no changes' : output).toBe('no changes');
    } finally {
      own.close();
    }
  });
});
