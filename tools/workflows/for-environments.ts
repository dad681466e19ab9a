import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { outdir } from '../shared/environment';
import { runProcess } from '../shared/run-process';
import { stateKind } from '../shared/state-kind';
import { synthesizeAll } from '../shared/synthesize';
import { UserError } from '../shared/user-error';
import type { EnvironmentReport } from './environment-report';
import type { Step, StepContext } from './step';

/**
 * The option for the state lock, by command. A plan for a pull request takes no lock. The next commit may cancel the
 * plan, and its lock would then remain and block all deployments. The disadvantage is that the plan may show the state
 * in the middle of a deployment.
 */
const lockOptions: Readonly<Record<string, string>> = { plan: '-lock=false', drift: '--wait' };

/**
 * Runs `npm run <command>` with `--json` for every environment, and writes each result into a file. Skips environments
 * whose state is a local file, because this machine does not have the file.
 * @throws UserError at the end if the command has failed for an environment
 */
export const runForEnvironments: Step = async ([command = '', folder = ''], context) => {
  mkdirSync(folder, { recursive: true });
  const stacks = await synthesizeAll(outdir, context.stop);
  const failed: string[] = [];
  for (const [environment, stack] of stacks) {
    if (stack.resources('aws_ecs_service').length === 0) continue;
    const isLocal = stateKind(stack) === 'local';
    const report = isLocal ? localState(environment) : await runCommandFor(command, environment, context);
    if (report.error !== undefined) failed.push(environment);
    writeFileSync(path.join(folder, `${environment}.json`), JSON.stringify(report));
    console.log(`${environment}: ${report.skipped ?? report.error ?? (report.hasChanges ? 'changes' : 'no changes')}`);
  }
  if (failed.length > 0) throw new UserError(`npm run ${command} failed for: ${failed.join(', ')}.`);
};

function localState(environment: string): EnvironmentReport {
  const skipped = `The state is a file on somebody's machine. To compare the environment in this workflow, choose a shared state in environments/${environment}.ts (docs/state.md).`;
  return { environment, skipped };
}

async function runCommandFor(
  command: string,
  environment: string,
  { variables, stop }: StepContext,
): Promise<EnvironmentReport> {
  const args = ['run', '--silent', command, environment, '--', '--json', lockOptions[command] ?? '--wait'];
  const { exitCode, stdout, stderr } = await runProcess('npm', args, { env: variables, stop });
  if (exitCode !== 0 && exitCode !== 2) return { environment, error: stderr.trim() || `exit code ${exitCode}` };
  try {
    return JSON.parse(stdout) as EnvironmentReport;
  } catch {
    return { environment, error: `npm run ${command} printed no JSON:\n${stdout.trim()}` };
  }
}
