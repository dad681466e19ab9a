import { summarizePlan } from '../../../tools/plan/plan-summary';
import { environmentMarkdown, maxCharactersPerPlan } from '../../../tools/workflows/plan-markdown';
import { planOf } from '../../support/terraform/planned';

const run = 'https://app.terraform.io/app/fjord/dev/runs/run-1';

describe('Plans in Markdown', () => {
  it('link the run of a plan that Terraform Cloud has made', () => {
    const plan = { kind: 'next-apply', run, ...summarizePlan(planOf({ '- aws_dynamodb_table.entries': {} })) } as const;
    expect(environmentMarkdown({ environment: 'dev', plans: [plan] })).toMatch(
      /^#### dev: 1 to destroy\n\n\*\*DATA LOSS: .*\*\*[\s\S]*\n\n\[The run in Terraform Cloud\]\(https:\S+\/run-1\)$/,
    );
  });

  it('contain the diagram of the changes, if the diagram is short enough', () => {
    const plan = { kind: 'next-apply', diagram: 'flowchart TB\n', ...summarizePlan(planOf({})) } as const;
    const report = { environment: 'dev', plans: [plan] };
    expect(environmentMarkdown(report)).toContain('\n\n```mermaid\nflowchart TB\n```\n');
    expect(environmentMarkdown(report, 20)).not.toContain('mermaid');
  });

  it('say why there is no summary, and where the plan is', () => {
    expect(environmentMarkdown({ environment: 'dev', plans: [{ kind: 'next-apply', run, withheld: true }] })).toBe(
      `#### dev: no summary\n\nTerraform Cloud returns a plan's JSON only to admins of the workspace, and the token of this workflow does not belong to an admin.\n\n[The run in Terraform Cloud](${run})`,
    );
  });
});

describe('Comment length', () => {
  const long = (newline: string) => `x${newline}`.repeat(40_000);

  it.each([
    ['many lines', '\n'],
    ['one line', ''],
  ])("stays below GitHub's maximum, even with long messages of %s", (_title, newline) => {
    const reports = Array.from({ length: 9 }, (_, index) => ({ environment: `env${index}`, error: long(newline) }));
    const text = reports.map((report) => environmentMarkdown(report, maxCharactersPerPlan(reports))).join('\n\n');
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('… the rest is in the log of the run');
  });

  it('leaves room for two plans of each environment', () => {
    const plan = { kind: 'drift', ...summarizePlan(planOf({})) } as const;
    const reports = Array.from({ length: 3 }, () => ({ environment: 'dev', plans: [plan, plan] }));
    expect(maxCharactersPerPlan(reports)).toBe(8_000);
  });
});
