import type { FinishedStep } from '../console/steps';
import { runPagesIn } from '../terraform/run-page';
import { codeBlock } from '../workflows/sections';
import { writeOutputs, writeSummary } from '../workflows/step';

/** What a command has deployed. */
export interface Outcome {
  readonly environment: string;
  readonly version: string;
  /** `<repository>@sha256:…` */
  readonly image: string;
  /** Undefined if there is none, or if it was not looked up. */
  readonly address?: string | undefined;
  /** The file with the list of the image's contents (SBOM). */
  readonly sbom?: string | undefined;
  readonly steps: readonly FinishedStep[];
  /** The addresses of the pages of the runs in Terraform Cloud, the oldest first. */
  readonly runs: readonly string[];
}

/** A command that deploys. */
export interface Deploying {
  run(): Promise<void>;
  /** Set if an image was deployed, or already runs. */
  readonly outcome: Outcome | undefined;
}

/**
 * Runs a command. In a GitHub workflow, it also writes the outcome, or the reason of the failure, to the page of the
 * run, and the outputs `image`, `repository`, `digest`, `version`, `address` and `sbom`.
 * @param title the subject of the message about a failure, such as `The deployment of staging`
 */
export async function withJobSummary(title: string, command: Deploying, variables = process.env): Promise<void> {
  try {
    await command.run();
  } catch (error) {
    const { message } = error as Error;
    writeSummary(variables, [`### ${title} failed`, codeBlock(message), ...links(runPagesIn(message))].join('\n\n'));
    throw error;
  }
  const { outcome } = command;
  if (outcome === undefined) return;
  const { image, version, address = '', sbom = '' } = outcome;
  const [repository = '', digest = ''] = image.split('@');
  writeSummary(variables, formatOutcome(outcome));
  writeOutputs(variables, { image, repository, digest, version, address, sbom });
}

/** Links to runs in Terraform Cloud. */
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
