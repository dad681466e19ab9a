import { runAddress, writeSummary } from '../github/workflow-run';
import { readReports } from './environment-report';
import { environmentMarkdown, maxCharactersPerPlan } from './plan-markdown';
import { writeCommentSection } from './pull-request-comment';
import type { Step } from './step';

/** Writes the plans in a folder into the comment on the pull request, and onto the page of the workflow run. */
export const commentPlans: Step = async ([folder = ''], context) => {
  const { variables } = context;
  const reports = readReports(folder);
  const plans = reports.map((report) => environmentMarkdown(report, maxCharactersPerPlan(reports)));
  const origin = `Planned for ${variables.HEAD_COMMIT?.slice(0, 12)} in [this run](${runAddress(variables)}). Nothing was changed.`;
  const text = ['### Plans', ...plans, origin].join('\n\n');
  writeSummary(variables, text);
  await writeCommentSection('plans', text, context);
};
