import { UserError } from '../shared/user-error';
import { readReports } from './environment-reports';
import { GitHub } from './github';
import { planMarkdown } from './report-markdown';
import { commentMarker, replaceSection } from './sections';
import { runAddress, type Step, type StepContext, writeSummary } from './step';

/** Writes the plans in a folder into the comment of the pull request, and to the page of the run. */
export const commentPlans: Step = async ([folder = ''], context) => {
  const { variables } = context;
  const plans = readReports(folder).map(planMarkdown);
  const origin = `Planned for ${variables.HEAD_COMMIT?.slice(0, 12)} in [this run](${runAddress(variables)}). Nothing was changed.`;
  const text = ['### Plans', ...plans, origin].join('\n\n');
  writeSummary(variables, text);
  await writeCommentSection('plans', text, context);
};

/**
 * Writes one section of the only comment on the pull request whose number is in PULL_REQUEST.
 * @param text an empty text removes the section
 */
export async function writeCommentSection(name: string, text: string, { variables, stop }: StepContext): Promise<void> {
  const pullRequest = Number(variables.PULL_REQUEST);
  if (!pullRequest) throw new UserError('PULL_REQUEST must be the number of a pull request.');
  const gitHub = new GitHub(variables, stop);
  await gitHub.writeComment(pullRequest, commentMarker, (body) => replaceSection(body, name, text));
}
