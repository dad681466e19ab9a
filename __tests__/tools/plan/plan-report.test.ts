import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type PlanReport, reportAsJson, reportAsText } from '../../../tools/plan/plan-report';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { planOf } from '../../support/terraform/planned';

const summary = summarizePlan(planOf({ '- aws_dynamodb_table.entries': {} }));
const report: PlanReport = {
  environment: 'dev',
  offline: false,
  hasChanges: true,
  plans: [{ kind: 'next-apply', summary, text: 'Plan: 0 to add, 0 to change, 1 to destroy.\n' }],
  remarks: ['That is all.'],
};

describe('Report of a plan', () => {
  it('has every field as JSON, also those without an entry', () => {
    expect(reportAsJson(report)).toEqual({
      formatVersion: '1.0',
      environment: 'dev',
      offline: false,
      hasChanges: true,
      plans: [
        {
          kind: 'next-apply',
          created: [],
          changed: [],
          replaced: [],
          destroyed: [{ address: 'aws_dynamodb_table.entries', type: 'aws_dynamodb_table', changes: [], forcedBy: [] }],
          forgotten: [],
          moved: [],
          outputs: [],
          access: [],
          dataLoss: ['aws_dynamodb_table.entries is destroyed: this deletes every item in the table.'],
          warnings: [],
        },
      ],
    });
  });

  it('has the fields that the documentation describes', () => {
    const documentation = readFileSync(resolve(__dirname, '../../../docs/plan.md'), 'utf8');
    const [, documented = ''] = /```json\n(.*?)```/s.exec(documentation) ?? [];
    const shape = (json: object) => {
      const { plans } = json as { readonly plans: readonly object[] };
      return [Object.keys(json), ...plans.map((plan) => Object.keys(plan))];
    };
    expect(shape(JSON.parse(documented))).toEqual(shape(reportAsJson(report)));
  });

  it('is the summary and the remarks as text', () => {
    expect(reportAsText(report, false)).toMatch(
      /^\n1 to destroy\n {2}- aws_dynamodb_table\.entries\n\nDATA LOSS\n.*\n\nThat is all\.$/,
    );
  });

  it("begins with Terraform's own text if that is wanted", () => {
    expect(reportAsText(report, true)).toMatch(/^\nPlan: 0 to add, 0 to change, 1 to destroy\.\n\n1 to destroy\n/);
  });

  it("is Terraform's own text if there is no summary", () => {
    const plans = report.plans.map(({ kind, text }) => ({ kind, text }));
    expect(reportAsText({ ...report, plans }, false)).toBe(
      '\nPlan: 0 to add, 0 to change, 1 to destroy.\n\nThat is all.',
    );
  });

  it('begins each summary with its title', () => {
    const plans = report.plans.map((plan) => ({ ...plan, title: 'The first apply' }));
    expect(reportAsText({ ...report, plans }, false)).toContain('\nThe first apply: 1 to destroy\n');
  });
});
