import { GitHub } from '../github/github';
import { codeBlock, truncated } from '../github/markdown';
import { runAddress, writeSummary } from '../github/workflow-run';
import { UserError } from '../shared/user-error';
import { type EnvironmentReport, readReports } from './environment-report';
import { maxCharactersPerPlan, planMarkdown } from './plan-markdown';
import type { Step } from './step';

const label = 'drift';
const marker = '<!-- eight-digit: drift -->';
const titles: Readonly<Record<string, string>> = {
  drift: 'Changed in AWS since the last apply',
  'next-apply': 'Changed in the files, but not applied yet',
};

/**
 * Opens or updates an issue if an environment differs from its file or from its state. Closes the issue when no
 * environment differs any more.
 * @throws UserError if a comparison has failed or is missing. The issue then stays open
 */
export const reportDrift: Step = async ([folder = ''], { variables, stop }) => {
  const reports = readReports(folder);
  const differing = reports.filter(({ hasChanges }) => hasChanges);
  const failed = reports.filter(({ error }) => error !== undefined);
  const compared = reports.filter(({ error, skipped }) => error === undefined && skipped === undefined);
  const gitHub = new GitHub(variables, stop);
  const issue = await gitHub.findIssue(label, marker);
  const text = describe(reports, runAddress(variables));
  writeSummary(variables, text);
  const body = `${marker}\n${text}`;
  if (differing.length > 0) {
    const title = `Drift in ${differing.map(({ environment }) => environment).join(', ')}`;
    if (issue) await gitHub.updateIssue(issue.number, { title, body });
    else console.log((await gitHub.createIssue({ title, body, labels: [label] })).html_url);
  } else if (issue && failed.length === 0 && compared.length > 0) {
    await gitHub.addComment(issue.number, `No environment differs any more ([run](${runAddress(variables)})).`);
    await gitHub.updateIssue(issue.number, { state: 'closed' });
  }
  if (failed.length > 0) {
    throw new UserError(
      `The comparison failed for: ${failed.map(({ environment }) => environment).join(', ')}. The summary of this run shows why.`,
    );
  }
};

function describe(reports: readonly EnvironmentReport[], run: string): string {
  return [
    'For each environment, the last apply is compared with AWS and with the file of the environment.',
    ...reports.map((report) => describeOne(report, maxCharactersPerPlan(reports))),
    `From [this run](${run}).`,
  ].join('\n\n');
}

function describeOne({ environment, plans = [], error, skipped }: EnvironmentReport, maxCharacters: number): string {
  if (error !== undefined) return `### ${environment}: not compared\n\n${codeBlock(truncated(error, maxCharacters))}`;
  if (skipped !== undefined) return `### ${environment}: not compared\n\n${skipped}`;
  if (plans.length === 0) return `### ${environment}\n\nNothing has been applied yet.`;
  const parts = plans.map((plan) => planMarkdown(titles[plan.kind] ?? plan.kind, plan, maxCharacters));
  return [`### ${environment}`, ...parts].join('\n\n');
}
