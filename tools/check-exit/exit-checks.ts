import { UserError } from '../shared/user-error';
import { compareStacks, type Stacks } from './compare-stacks';
import type { ExitCopy } from './exit-copy';
import { synthesizeStacks } from './synthesize-stacks';

export interface ExitCheck {
  /** The title of the check, such as `Linting and compiling`. */
  readonly title: string;
  /** Runs the check. @returns a sentence with the result @throws UserError if the check fails */
  run(): Promise<string>;
}

const mostDifferences = 20;

/**
 * Returns the checks in the order in which they run.
 * @param copy the copy of the repository with CDK Terrain
 * @param stacks the JSON of this repository, synthesized with CDK for Terraform
 */
export function exitChecks(copy: ExitCopy, stacks: Stacks): ExitCheck[] {
  return [
    { title: 'Comparing the JSON of all stacks', run: () => compareJson(copy, stacks) },
    { title: 'Linting and compiling', run: () => lintAndCompile(copy) },
    // If a guard rail no longer finds its resources, only the tests detect it: guard rails leave no trace in the JSON that is compared.
    { title: 'Testing the stacks and the offline AWS provider', run: () => test(copy) },
    ...Object.keys(stacks).map((name) => ({ title: `Planning ${name} offline`, run: () => plan(copy, name) })),
  ];
}

async function compareJson({ folder, stop, outdir }: ExitCopy, stacks: Stacks): Promise<string> {
  const { versions, differences } = compareStacks(stacks, await synthesizeStacks(folder, outdir, stop));
  if (differences.length > 0) {
    const more = differences.length - mostDifferences;
    throw new UserError(
      [...differences.slice(0, mostDifferences), ...(more > 0 ? [`and ${more} more differences`] : [])].join('\n'),
    );
  }
  return `${Object.keys(stacks).length} stacks are the same, except for the versions ${versions.join(' and ')}`;
}

async function lintAndCompile(copy: ExitCopy): Promise<string> {
  await copy.runScript('check');
  return 'no errors';
}

async function test(copy: ExitCopy): Promise<string> {
  // `--reporters` must be the last argument, because it accepts several values.
  const output = await copy.runPackage('jest/bin/jest.js', '__tests__/stacks', 'packages', '--reporters=summary');
  return /^Tests: +(.*)$/m.exec(output)?.[1] ?? 'no failures';
}

async function plan(copy: ExitCopy, stack: string): Promise<string> {
  // The exit code is 2 if there are changes, as in every first deployment.
  const output = await copy.runScript('plan', [stack, '--offline'], [2]);
  return Array.from(output.matchAll(/^The .*apply.*: \d+ to create.*$/gm), ([line]) => line).join('; ');
}
