import { runAddress, writeSummary } from '../github/workflow-run';
import { previewName } from '../preview/preview-name';
import { runProcess } from '../shared/run-process';
import { UserError } from '../shared/user-error';
import { writeCommentSection } from './pull-request-comment';
import type { Step, StepContext } from './step';

/**
 * Writes the address of a preview into the comment on its pull request, as in `comment-preview pr-42`. With
 * `--destroyed`, writes that the preview was destroyed.
 */
export const commentPreview: Step = async ([preview = '', ...options], context) => {
  const { variables } = context;
  const text = options.includes('--destroyed') ? 'The preview was destroyed.' : await describePreview(preview, context);
  const section = `### Preview\n\n${text} ([run](${runAddress(variables)}))`;
  writeSummary(variables, section);
  await writeCommentSection('preview', section, context);
};

async function describePreview(preview: string, { variables, stop }: StepContext): Promise<string> {
  const name = previewName(preview);
  const args = ['run', '--silent', 'status', name, '--', '--json'];
  const { exitCode, stdout, stderr } = await runProcess('npm', args, { env: variables, stop });
  if (exitCode !== 0) throw new UserError(stderr);
  const { addresses } = JSON.parse(stdout) as { readonly addresses: readonly string[] };
  const where = addresses.length > 0 ? addresses.join(', ') : 'The preview has no address, because no task is running.';
  return `${where}\n\nThe preview is the environment \`${name}\`. To destroy it, remove the label \`preview\` or close the pull request.`;
}
