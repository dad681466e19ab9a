import { describeIf, terraform } from '../support/jest/requirement';
import { type Edit, type EditSequence, editSequences } from '../support/stacks/edits';
import { localConfiguration, withTypesOf } from '../support/terraform/local-configuration';
import { type Configuration, createStack, type TestStack, writeConfiguration } from '../support/terraform/terraform';

const image = `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
/** Applies without a refresh, because only Terraform changes the resources in these tests. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/**
 * The arguments in sets of blocks that may be unknown at plan time. The provider neither completes nor compares their values, so the plan
 * contains the same block even if the values are unknown.
 */
const mayBeUnknown = [
  'aws_cloudfront_distribution.origin.domain_name',
  'aws_cloudfront_distribution.origin.vpc_origin_config.vpc_origin_id',
  'aws_cloudwatch_metric_alarm.metric_query.metric.dimensions',
  'aws_ecs_service.load_balancer.target_group_arn',
  'aws_wafv2_web_acl.rule.statement.not_statement.statement.ip_set_reference_statement.arn',
];
const unknownInSets = new Set<string>();

/** Returns the edits of a sequence, each with the configuration that results from this edit and all earlier edits. */
function withConfigurations({ shipped, edits }: EditSequence): (Edit & { readonly configuration: Configuration })[] {
  let settings = shipped;
  return edits.map((edit) => {
    settings = { ...settings, ...edit.changes };
    return { ...edit, configuration: localConfiguration(settings) };
  });
}

/** The types of resources whose replacement would lose data or make the app unavailable. */
const importantTypes = [
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_ecr_repository',
  'aws_ecs_service',
  'aws_lb',
  'aws_lb_target_group',
  'aws_s3_bucket',
  'aws_vpc',
];

/** Returns the addresses of the resources of `importantTypes` that Terraform's output shows as replaced. */
function replacedIn(output: string): string[] {
  const replaced = [...output.matchAll(/# (\S+) (?:must|will) be replaced/g)].map(([, address = '']) => address);
  return replaced.filter((address) => importantTypes.includes(address.split('.')[0] ?? ''));
}

/**
 * Matches the lines in which Terraform reports completed changes of the service and of the ingress rule of its tasks. Terraform calls the
 * old object of a replaced resource "deposed" until it deletes that object.
 */
const portSteps =
  /(aws_vpc_security_group_ingress_rule\.app_from_load_balancer|aws_ecs_service\.app\[0\])(?: \(deposed object \w+\))?: (Creation|Modifications|Destruction) complete/g;

/** The order of steps that keeps the tasks reachable: the old port stays open until the deployment has ended. */
const keepsOldPort = [
  'aws_vpc_security_group_ingress_rule Creation',
  'aws_ecs_service Modifications',
  'aws_vpc_security_group_ingress_rule Destruction',
];

/** Returns the steps for the service and the ingress rule, in the order in which Terraform completed them. */
function portStepsIn(output: string): string[] {
  return [...output.matchAll(portSteps)].map(([, address = '', step = '']) => `${address.split('.')[0]} ${step}`);
}

/** Removes the line breaks and the frame that Terraform adds to error messages. */
const unwrapped = (output: string) => output.replace(/[│\s]+/g, ' ');

describeIf(terraform, 'Apply of an edited environment:', () => {
  // Each edit continues from the result of the previous edit.
  describe.each(editSequences)('$name', (sequence) => {
    const shipped = localConfiguration(sequence.shipped);
    const edits = withConfigurations(sequence);
    let stack: TestStack;

    /**
     * Fails if a plan shows changes. To save time, only the last plan of a sequence refreshes the state. The other plans do not need this,
     * because only Terraform changes the resources.
     */
    async function expectNoChanges(isLast: boolean): Promise<void> {
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

    it('the first apply of the shipped settings, with an image, creates the service', async () => {
      await stack.succeed(...apply, image);
      expect(stack.account.resources('aws_ecs_service')).toHaveLength(1);
    });

    it.each(edits.map((edit) => ({ ...edit, outcome: edit.error === undefined ? 'succeeds' : 'fails' })))(
      'an apply $outcome after the edit: $title',
      async ({ title, configuration, error, isPlanned = false, replaces = [], changesPort = false }) => {
        writeConfiguration(stack.folder, configuration);
        if (error === undefined) {
          const output = await stack.succeed(...apply);
          expect(replacedIn(output)).toEqual(replaces);
          if (changesPort) expect(portStepsIn(output)).toEqual(keepsOldPort);
          if (isPlanned) await expectNoChanges(title === edits.at(-1)?.title);
        } else {
          const { exitCode, output } = await stack.run(...apply);
          expect(exitCode).toBe(1);
          expect(unwrapped(output)).toContain(error);
        }
      },
    );
  });

  it('in sets of blocks, only the arguments in mayBeUnknown are unknown at plan time', () => {
    expect([...unknownInSets].sort()).toEqual(mayBeUnknown);
  });
});
