import { summarizePlan } from '../../../tools/plan/plan-summary';
import { planMarkdown } from '../../../tools/workflows/report-markdown';
import { planOf } from '../../support/terraform/planned';

const run = 'https://app.terraform.io/app/fjord/dev/runs/run-1';

describe('planMarkdown', () => {
  it('links the run of a plan that Terraform Cloud has made', () => {
    const plan = { kind: 'next-apply', run, ...summarizePlan(planOf({ '- aws_dynamodb_table.entries': {} })) } as const;
    expect(planMarkdown({ environment: 'dev', plans: [plan] })).toMatch(
      /^#### dev: 1 to destroy\n\n\*\*DATA LOSS: .*\*\*[\s\S]*\n\n\[The run in Terraform Cloud\]\(https:\S+\/run-1\)$/,
    );
  });

  it('says why there is no summary, and where the plan is', () => {
    expect(planMarkdown({ environment: 'dev', plans: [{ kind: 'next-apply', run, withheld: true }] })).toBe(
      `#### dev: no summary\n\nTerraform Cloud gives the summary only to admins of the workspace, and this token is not of one.\n\n[The run in Terraform Cloud](${run})`,
    );
  });
});
