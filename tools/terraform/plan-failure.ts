import { runPagesIn } from './run-page';
import type { Finished } from './run-with-files';
import { errorsInText } from './text-errors';

/** The maximum number of lines that a message quotes from a policy check of Terraform Cloud. */
const mostLines = 20;

/**
 * Explains why a plan has failed in Terraform Cloud.
 * @returns undefined if Terraform Cloud has not started a run
 */
export function explainRemotePlan({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>): string | undefined {
  const [page] = runPagesIn(stdout);
  if (page === undefined) return undefined;
  const sentences = policySentences(stdout, stderr) ?? planSentences(`${stdout}\n${stderr}`);
  return [...sentences, `Nothing was changed. The page of the run: ${page}`].join('\n');
}

function policySentences(stdout: string, stderr: string): string[] | undefined {
  const [, scope] = /(Organization|Workspace) Policy Check (?:hard failed|soft failed|errored)/.exec(stderr) ?? [];
  if (scope === undefined) return undefined;
  const [, log = ''] = stdout.split(`${scope} Policy Check:`);
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const owner = scope === 'Organization' ? 'organization' : 'workspace';
  return [`A policy of the ${owner} rejects this plan:`, ...lines.slice(0, mostLines).map((line) => `  ${line}`)];
}

function planSentences(text: string): string[] {
  const errors = errorsInText(text).filter((error) => error !== 'execution halted');
  const joined = errors.join('\n');
  if (/No valid credential sources found|no EC2 IMDS role found/i.test(joined)) {
    return [
      'The run has no AWS credentials. Set the variables TFC_AWS_PROVIDER_AUTH, TFC_AWS_PLAN_ROLE_ARN and TFC_AWS_APPLY_ROLE_ARN in the workspace; docs/terraform-cloud.md says how.',
    ];
  }
  if (/AssumeRoleWithWebIdentity/.test(joined)) {
    return [
      'AWS does not allow the run to assume its role. Compare the role in the variables of the workspace with the outputs of the bootstrap, and the names of the organization, the project and the workspace with environments/bootstrap.ts.',
      `  ${joined.replace(/\s+/g, ' ')}`,
    ];
  }
  if (/^Interrupt received\./m.test(text))
    return ['Somebody canceled the run in Terraform Cloud. To plan again, run the same command.'];
  if (errors.length === 0) return ['The plan failed in Terraform Cloud.'];
  return ['The plan failed in Terraform Cloud:', ...errors.map((error) => `  ${error.replace(/\n\s*/g, '\n  ')}`)];
}
