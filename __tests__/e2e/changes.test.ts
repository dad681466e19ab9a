import { describeIf, terraform } from '../support/jest/requirement';
import { type Edit, type Story, stories } from '../support/stacks/edits';
import { localConfiguration, withTypesOf } from '../support/terraform/local-configuration';
import {
  type Configuration,
  createStack,
  type TerraformStack,
  writeConfiguration,
} from '../support/terraform/terraform';

const image = `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
/** Nobody but Terraform changes anything here, so only the plans look whether somebody did. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/**
 * The values in sets of blocks that may be known only after the apply: the provider plans the same block whether it knows them or
 * not, because it neither completes nor compares them.
 */
const tolerated = [
  'aws_cloudwatch_metric_alarm.metric_query.metric.dimensions',
  'aws_ecs_service.load_balancer.target_group_arn',
];
const unknownInSets = new Set<string>();

/** The edits of a story, each with the configuration after it. */
function configured({ shipped, edits }: Story): (Edit & { readonly configuration: Configuration })[] {
  let settings = shipped;
  return edits.map((edit) => {
    settings = { ...settings, ...edit.changes };
    return { ...edit, configuration: localConfiguration(settings) };
  });
}

/** Terraform breaks the lines of its errors, and draws a frame around them. */
const unwrapped = (output: string) => output.replace(/[│\s]+/g, ' ');

describeIf(terraform, 'the apply of an edited environment', () => {
  // Each story begins where the edit before has ended.
  describe.each(stories)('of $name', (story) => {
    const shipped = localConfiguration(story.shipped);
    const edits = configured(story);
    let stack: TerraformStack;

    /** Only the last plan of a story reads what exists: until then, nothing but Terraform has changed it. */
    async function expectQuietPlan(isLast: boolean): Promise<void> {
      const options = isLast ? [] : ['-refresh=false'];
      const { exitCode, output } = await stack.run('plan', '-detailed-exitcode', ...options);
      expect(exitCode === 0 ? 'no changes' : output).toBe('no changes');
    }

    beforeAll(async () => {
      stack = await createStack(withTypesOf([shipped, ...edits.map(({ configuration }) => configuration)]));
      writeConfiguration(stack.folder, shipped);
    });

    afterAll(() => {
      for (const path of stack?.account.unknownInSets ?? []) unknownInSets.add(path);
      stack?.close();
    });

    it('succeeds as shipped, with an image at once', async () => {
      await stack.succeed(...apply, image);
      expect(stack.account.resources('aws_ecs_service')).toHaveLength(1);
    });

    it.each(edits.map((edit) => ({ ...edit, outcome: edit.refusal === undefined ? 'applies' : 'refuses' })))(
      '$outcome $title',
      async ({ title, configuration, refusal }) => {
        writeConfiguration(stack.folder, configuration);
        if (refusal === undefined) {
          await stack.succeed(...apply);
          await expectQuietPlan(title === edits.at(-1)?.title);
        } else {
          const { exitCode, output } = await stack.run(...apply);
          expect(exitCode).toBe(1);
          expect(unwrapped(output)).toContain(refusal);
        }
      },
    );
  });

  it('knows every other value in a set of blocks at plan time', () => {
    expect([...unknownInSets].sort()).toEqual(tolerated);
  });
});
