import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTerraform, type TerraformRun } from '../shared/terraform';
import { countChanges } from './change-counts';
import { sampleImage } from './sample-image';

type Workspace = Omit<TerraformRun, 'output'>;

/** One of the plans that are printed. */
interface Step {
  /** The heading, as in `the first apply`. */
  readonly title: string;
  /** The start of its line in the summary. */
  readonly subject: string;
  /** Arguments of `terraform plan`. */
  readonly variables: readonly string[];
}

const planFile = 'offline.tfplan';
const limits =
  'Terraform has checked arguments, types, references, conditions and the order of changes. ' +
  'Only a plan without --offline checks most limits of the provider; only an apply finds missing permissions, quotas and names that are taken.';

/**
 * Plans a stack that has never been applied: first without an image, then with one, if the stack has one. Between the two, the
 * first plan is applied to the offline provider.
 *
 * @returns 0, or the exit code of the terraform command that failed
 */
export async function planFirstDeployment(workspace: Workspace, image: string): Promise<number> {
  const initialized = await runQuietly(workspace, ['init']);
  if (initialized !== 0) return initialized;

  const steps = stepsOf(workspace, image);
  const summary: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (index > 0) {
      console.log('\nApplying this plan to the offline provider ...');
      const applied = await runQuietly(workspace, ['apply', planFile]);
      if (applied !== 0) return applied;
    }
    printHeading(`Step ${index + 1} of ${steps.length}: ${step.title}`);
    const planned = await runTerraform(planCommand(step), { ...workspace, output: 'show' });
    if (planned.exitCode !== 0) return planned.exitCode;
    summary.push(`${step.subject}: ${await describePlan(workspace)}`);
  }

  printHeading('Summary');
  console.log(summary.join('\n'));
  console.log(`\nNothing was created, and no request went to AWS. ${limits}`);
  return 0;
}

function stepsOf({ folder }: Workspace, image: string): Step[] {
  const { variable }: { variable?: object } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  if (variable === undefined || !('container_image' in variable)) {
    return [{ title: 'the first apply', subject: 'The first apply', variables: [] }];
  }
  const hint = image === sampleImage ? ' (a sample; choose another with --image)' : '';
  return [
    { title: 'the first apply, without an image', subject: 'The first apply, without an image', variables: [] },
    {
      title: `the apply that deploys an image${hint}`,
      subject: 'The apply that deploys an image',
      variables: [`-var=container_image=${image}`],
    },
  ];
}

/** The arguments of a plan, without colours if the output is not a terminal: Terraform itself does not check this. */
function planCommand({ variables }: Step): string[] {
  return ['plan', `-out=${planFile}`, ...variables, ...(process.stdout.isTTY ? [] : ['-no-color'])];
}

async function describePlan(workspace: Workspace): Promise<string> {
  const { output } = await runTerraform(['show', '-json', planFile], { ...workspace, output: 'collect' });
  const counts = countChanges(JSON.parse(output));
  return `${counts.create} to create, ${counts.update} to change, ${counts.delete} to destroy`;
}

async function runQuietly(workspace: Workspace, args: readonly string[]): Promise<number> {
  const { exitCode, output } = await runTerraform(args, { ...workspace, output: 'collect' });
  if (exitCode !== 0) console.error(output);
  return exitCode;
}

function printHeading(title: string): void {
  console.log(`\n${title}\n${'='.repeat(title.length)}\n`);
}
