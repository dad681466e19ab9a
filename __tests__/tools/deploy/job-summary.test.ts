import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withJobSummary } from '../../../tools/deploy/job-summary';
import type { Outcome } from '../../../tools/deploy/outcome';
import { UserError } from '../../../tools/shared/user-error';

const run = 'https://app.terraform.io/app/fjord/dev/runs/run-1';
const outcome: Outcome = { environment: 'dev', version: '1a2b', image: 'app@sha256:1', steps: [], runs: [run] };
const folder = mkdtempSync(path.join(tmpdir(), 'job-'));
const variables = { GITHUB_STEP_SUMMARY: path.join(folder, 'summary'), GITHUB_OUTPUT: path.join(folder, 'output') };

describe('Job summary', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('links the runs of a deployment in Terraform Cloud', async () => {
    await withJobSummary('The deployment of dev', { run: async () => {}, outcome }, variables);
    expect(readFileSync(variables.GITHUB_STEP_SUMMARY, 'utf8')).toContain(
      `### dev runs version 1a2b\n\nImage: \`app@sha256:1\`\n\n[Run in Terraform Cloud](${run})\n`,
    );
  });

  it('sets the outputs of the step for an image that was pushed before the deployment failed', async () => {
    const pushed = { version: '1a2b', image: 'app@sha256:1', sbom: 'sbom.json' };
    const failing = { run: () => Promise.reject(new UserError('Rolled back.')), outcome: undefined, pushed };
    await expect(withJobSummary('The deployment of dev', failing, variables)).rejects.toThrow('Rolled back.');
    expect(readFileSync(variables.GITHUB_OUTPUT, 'utf8')).toMatch(
      /repository=app\ndigest=sha256:1\nversion=1a2b\naddress=\nsbom=sbom\.json\n$/,
    );
  });

  it('links the failed run in Terraform Cloud', async () => {
    const error = new UserError(`The apply failed:\n  Quota exceeded\n  The page of the run: ${run}`);
    const failing = { run: () => Promise.reject(error), outcome: undefined };
    await expect(withJobSummary('The deployment of dev', failing, variables)).rejects.toBe(error);
    expect(readFileSync(variables.GITHUB_STEP_SUMMARY, 'utf8')).toContain(`\n\n[Run in Terraform Cloud](${run})`);
  });
});
