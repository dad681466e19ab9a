import { appendFileSync } from 'node:fs';

/** Writes Markdown to the page of the workflow run. Does nothing outside of GitHub. */
export function writeSummary({ GITHUB_STEP_SUMMARY: file }: NodeJS.ProcessEnv, markdown: string): void {
  if (file) appendFileSync(file, `${markdown.trimEnd()}\n\n`);
}

/** Sets outputs of the step. Each value must be a single line. Does nothing outside of GitHub. */
export function writeOutputs(
  { GITHUB_OUTPUT: file }: NodeJS.ProcessEnv,
  outputs: Readonly<Record<string, string | boolean>>,
): void {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${String(value).replace(/\s+/g, ' ')}\n`);
  if (file) appendFileSync(file, lines.join(''));
}

/** Returns the URL of the page of the workflow run. */
export function runAddress({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: NodeJS.ProcessEnv): string {
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
