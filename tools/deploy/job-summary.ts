import { codeBlock } from '../github/markdown';
import { writeOutputs, writeSummary } from '../github/workflow-run';
import { runPagesIn } from '../terraform/run-page';
import type { Deploying, Outcome, PushedImage } from './outcome';

/**
 * Runs a command. In a GitHub workflow, also writes the outcome or the error to the job summary, and sets the outputs
 * of the step: `image`, `repository`, `digest`, `version`, `address` and `sbom`.
 * After a failure, sets outputs only if an image was pushed: later steps must still sign that image.
 * @param title the subject of the message about a failure, such as `The deployment of staging`
 */
export async function withJobSummary(title: string, command: Deploying, variables = process.env): Promise<void> {
  try {
    await command.run();
  } catch (error) {
    const { message } = error as Error;
    writeSummary(variables, [`### ${title} failed`, codeBlock(message), ...links(runPagesIn(message))].join('\n\n'));
    if (command.pushed) writeImageOutputs(variables, command.pushed);
    throw error;
  }
  const { outcome } = command;
  if (outcome === undefined) return;
  writeSummary(variables, formatOutcome(outcome));
  writeImageOutputs(variables, outcome);
}

function writeImageOutputs(
  variables: NodeJS.ProcessEnv,
  { image, version, sbom = '', ...rest }: PushedImage & Partial<Outcome>,
) {
  const [repository = '', digest = ''] = image.split('@');
  writeOutputs(variables, { image, repository, digest, version, address: rest.address ?? '', sbom });
}

/** Returns Markdown links to the pages of runs in Terraform Cloud. */
function links(pages: readonly string[]): string[] {
  return pages.map((page) => `[Run in Terraform Cloud](${page})`);
}

function formatOutcome({ environment, version, image, address, steps, runs }: Outcome): string {
  const rows = steps.map(({ title, seconds }) => `| ${title.replaceAll('|', '\\|')} | ${seconds.toFixed(1)} s |`);
  return [
    `### ${environment} runs version ${version}`,
    '',
    ...(address ? [`Address: ${address}`, ''] : []),
    `Image: \`${image}\``,
    '',
    ...links(runs).flatMap((link) => [link, '']),
    '| step | time |',
    '|---|---|',
    ...rows,
  ].join('\n');
}
