import { describeIf, terraform } from '../support/jest/requirement';
import { pairwiseEnvironments } from '../support/stacks/combinations';
import { localConfiguration, withTypesOf } from '../support/terraform/local-configuration';
import { createStack, type TestStack, writeConfiguration } from '../support/terraform/terraform';

const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
const configurations = pairwiseEnvironments.map(({ changes, ...combined }) => ({
  ...combined,
  configuration: localConfiguration(changes),
}));

describeIf(terraform, 'Combination of settings', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await createStack(withTypesOf(configurations.map(({ configuration }) => configuration)));
  });

  afterAll(() => stack?.close());

  it.each(configurations)('can be planned with the real terraform: $title', async ({ configuration, hasImage }) => {
    writeConfiguration(stack.folder, configuration);
    const variables = hasImage ? [`-var=container_image=${image}`] : [];
    expect(await stack.succeed('plan', '-lock=false', ...variables)).toContain('Changes to Outputs');
  });
});
