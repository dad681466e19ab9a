import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTerraform, type TerraformRun } from '../shared/terraform';
import { countChanges } from './change-counts';
import { sampleImage } from './sample-image';

type Workspace = Omit<TerraformRun, 'output'>;

/** One plan that the user is shown. */
interface Step {
  readonly title: string;
  /** What is planned, in a few words for the summary. */
  readonly subject: string;
  readonly variables: readonly string[];
}

const planFile = 'offline.tfplan';
const limits =
  'What this cannot find: terraform has checked arguments, types, references, conditions and the order of things; ' +
  'most limits of the provider and every answer of AWS (permissions, quotas, names that are taken) come with a plan without --offline.';

/**
 * Plans a stack that has never been applied: without an image and, where the stack takes one, with it. Between the two,
 * the first plan is applied to the stand-in provider.
 *
 * @returns 0, or the exit code of the terraform that failed
 */
export async function planFirstDeployment(workspace: Workspace, image: string): Promise<number> {
  const initialized = await runQuietly(workspace, ['init']);
  if (initialized !== 0) return initialized;

  const steps = stepsOf(workspace, image);
  const summary: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (index > 0) {
      console.log('\nApplying that to the stand-in ...');
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
  console.log(`\nNothing was created and no account was asked. ${limits}`);
  return 0;
}

function stepsOf({ folder }: Workspace, image: string): Step[] {
  const { variable }: { variable?: object } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  if (variable === undefined || !('container_image' in variable)) {
    return [{ title: 'the first apply', subject: 'The first apply', variables: [] }];
  }
  const madeUp = image === sampleImage ? ', here a made-up one (give your own with --image)' : '';
  return [
    { title: 'the first apply, before there is an image', subject: 'The first apply, without an image', variables: [] },
    {
      title: `the apply that deploys an image${madeUp}`,
      subject: 'The apply that deploys an image',
      variables: [`-var=container_image=${image}`],
    },
  ];
}

/** Terraform colours also what goes into a file. */
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
