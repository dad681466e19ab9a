import { compareEnvironments } from '../cost/compare-costs';
import { priceEnvironments } from '../cost/environment-costs';
import { codeBlock, truncated } from '../github/markdown';
import { writeSummary } from '../github/workflow-run';
import { stacksAt } from '../shared/stacks-at-commit';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { synthesizeAllTemporarily } from '../shared/temporary-synthesis';
import { UserError } from '../shared/user-error';
import { comparePermissions } from './compare-permissions';
import { costsMarkdown } from './costs-markdown';
import { permissionsMarkdown } from './permissions-markdown';
import { writeCommentSection } from './pull-request-comment';
import type { Step, StepContext } from './step';

/** The maximum length of an error message in the comment, in characters. */
const maxMessageCharacters = 2_000;

/** All stacks, before and after the changes of the pull request. */
interface Stacks {
  readonly before: ReadonlyMap<string, SynthesizedStack>;
  readonly after: ReadonlyMap<string, SynthesizedStack>;
}

/**
 * Writes into the comment how the pull request changes the costs and the permissions of each environment, compared with
 * BASE_COMMIT.
 * Needs no AWS credentials. There is a section about permissions only if the pull request changes them.
 */
export const commentReports: Step = async (_, context) => {
  const { variables } = context;
  const stacks = readStacks(context);
  const costs = await describe('Costs', stacks, ({ before, after }) =>
    costsMarkdown(compareEnvironments(priceEnvironments(before), priceEnvironments(after))),
  );
  const permissions = await describe('Permissions', stacks, ({ before, after }) =>
    permissionsMarkdown(comparePermissions(before, after)),
  );
  writeSummary(variables, [costs, permissions].join('\n\n'));
  await writeCommentSection('costs', costs, context);
  await writeCommentSection('permissions', permissions, context);
};

async function readStacks({ variables, stop }: StepContext): Promise<Stacks> {
  return { before: await stacksAt(variables.BASE_COMMIT ?? '', stop), after: await synthesizeAllTemporarily(stop) };
}

/**
 * Returns a section of the comment: a title and the text from `work`. If that text is empty, returns an empty string.
 * The message of a UserError becomes the text of the section, because the workflow must not fail if the base commit
 * cannot be synthesized.
 */
async function describe(title: string, stacks: Promise<Stacks>, work: (stacks: Stacks) => string): Promise<string> {
  try {
    const text = work(await stacks);
    return text === '' ? '' : `### ${title}\n\n${text}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `### ${title}\n\nNot calculated:\n\n${codeBlock(truncated(error.message, maxMessageCharacters))}`;
  }
}
