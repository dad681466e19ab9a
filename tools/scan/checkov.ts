import { runProcess } from '../shared/run-process';
import { UserError } from '../shared/user-error';

/** A check of checkov that has failed for one resource. */
export interface CheckovFinding {
  /** The id of the check, such as `CKV_AWS_158`. */
  readonly check: string;
  readonly title: string;
  /** The address of the resource, without an index. */
  readonly resource: string;
}

export interface ScanResult {
  readonly version: string;
  readonly passed: number;
  readonly findings: readonly CheckovFinding[];
}

/** The part of checkov's output that this file reads. */
interface CheckovReport {
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
  readonly summary?: { readonly passed: number; readonly parsing_errors: number; readonly checkov_version: string };
}

/** The version of checkov for which the exceptions were written. */
const version = '3.3.30';
const howToInstall = `Install it with \`pipx install checkov==${version}\` and run the command again.`;

/**
 * Runs checkov on the JSON of a plan, without network access.
 * @throws UserError if there is no checkov, or if checkov did not check the whole plan
 */
export async function runCheckov(planFile: string, stop: AbortSignal): Promise<ScanResult> {
  const args = ['--framework', 'terraform_plan', '--file', planFile, '--output', 'json', '--compact', '--quiet'];
  return parseReport(await run([...args, '--skip-download'], stop));
}

/**
 * Parses the JSON that checkov prints.
 * @throws UserError if checkov checked nothing, or could not read the whole plan
 */
export function parseReport(output: string): ScanResult {
  const { results, summary }: CheckovReport = JSON.parse(output);
  const findings = results?.failed_checks ?? [];
  if (summary === undefined || summary.passed + findings.length === 0) {
    throw new UserError(`checkov checked nothing in the plan. Use version ${version} of checkov.`);
  }
  if (summary.parsing_errors > 0)
    throw new UserError(`checkov could not read the whole plan. Use version ${version} of checkov.`);
  return {
    version: summary.checkov_version,
    passed: summary.passed,
    findings: findings.map(({ check_id: check, check_name: title, resource }) => ({
      check,
      title,
      resource: resource.replace(/\[.*\]$/, ''),
    })),
  };
}

/** Runs checkov and returns its output. The exit code is ignored, because it is 1 after any failed check. */
async function run(args: readonly string[], stop: AbortSignal): Promise<string> {
  const { stdout, stderr } = await runProcess('checkov', args, { stop }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new UserError(`There is no checkov on the PATH. ${howToInstall}`) : error;
  });
  if (stdout.trim() === '') throw new UserError(`checkov failed:\n${stderr}`);
  return stdout;
}
