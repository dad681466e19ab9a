import { describeIf, terraform } from '../support/jest/requirement';
import { combinationsWithEachValue } from '../support/stacks/combinations';
import { localConfiguration, withTypesOf } from '../support/terraform/local-configuration';
import { createStack, type TestStack, writeConfiguration } from '../support/terraform/terraform';

const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
const combinations = combinationsWithEachValue.map((combined) => ({
  ...combined,
  configuration: localConfiguration(combined.changes),
}));

/**
 * Together, the combinations contain each value of each setting at least once. stacks/references.test.ts tests all pairs of values, but
 * without Terraform.
 */
describeIf(terraform, 'Combinations of settings:', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await createStack(withTypesOf(combinations.map(({ configuration }) => configuration)));
  });

  afterAll(() => stack?.close());

  it.each(combinations)(
    'terraform plan succeeds for this combination of settings: $title',
    async ({ configuration, hasImage }) => {
      writeConfiguration(stack.folder, configuration);
      const variables = hasImage ? [`-var=container_image=${image}`] : [];
      expect(await stack.succeed('plan', '-lock=false', ...variables)).toContain('Changes to Outputs');
    },
  );
});
