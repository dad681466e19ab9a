import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareCosts } from '../../../tools/cost/compare-costs';
import { planCost } from '../../../tools/cost/plan-cost';
import { type PlanReport, reportAsJson, reportAsText } from '../../../tools/plan/plan-report';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { formatSummary } from '../../../tools/plan/summary-text';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { expressionOf, planOf } from '../../support/terraform/planned';

const documentation = readFileSync(resolve(__dirname, '../../../docs/plan.md'), 'utf8');
/** Returns the content of the first code block in docs/plan.md in this language. */
const documented = (language: string) =>
  new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(documentation)?.[1] ?? '';

const summary = summarizePlan(planOf({ '- aws_dynamodb_table.entries': {} }));
const report: PlanReport = {
  environment: 'dev',
  offline: false,
  hasChanges: true,
  plans: [{ kind: 'next-apply', summary, text: 'Plan: 0 to add, 0 to change, 1 to destroy.\n' }],
  remarks: ['That is all.'],
};

describe('Plan report', () => {
  it('contains, as JSON, every field, including empty lists', () => {
    expect(reportAsJson(report)).toEqual({
      formatVersion: '1.2',
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

  it('says in JSON that Terraform Cloud withholds the summary', () => {
    const run = 'https://app.terraform.io/app/fjord/dev/runs/run-1';
    const plans = [{ kind: 'next-apply', run, text: '' }] as const;
    expect(reportAsJson({ ...report, plans })).toMatchObject({ plans: [{ kind: 'next-apply', run, withheld: true }] });
  });

  it('has, as JSON, the fields of the example in docs/plan.md', () => {
    const shape = (json: object) => {
      const { plans } = json as { readonly plans: readonly object[] };
      return [Object.keys(json), ...plans.map((plan) => Object.keys(plan))];
    };
    const cost = planCost(planOf({}), new SynthesizedStack({ provider: { aws: [{ region: 'eu-central-1' }] } }));
    const plans = report.plans.map((plan) => ({ ...plan, summary: { ...summary, ...(cost && { cost }) } }));
    const found: { readonly plans: readonly { readonly cost?: object }[] } = JSON.parse(documented('json'));
    expect(shape(found)).toEqual(shape(reportAsJson({ ...report, plans })));
    expect(Object.keys(found.plans[0]?.cost ?? {})).toEqual(Object.keys(cost ?? {}));
  });

  it('contains, as text, the summary in docs/plan.md', () => {
    const rule = { ip_protocol: 'tcp', from_port: 5000, to_port: 5000, security_group_id: 'sg-1' };
    const limit = (value: string) => ({
      container_definitions: JSON.stringify([{ name: 'app', environment: [{ name: 'POSTS_PER_MINUTE', value }] }]),
    });
    const plan = planOf({
      '= aws_security_group.app': { before: { id: 'sg-1' }, after: { id: 'sg-1' } },
      '~ aws_cloudwatch_log_group.app': { before: { retention_in_days: 7 }, after: { retention_in_days: 30 } },
      '~ aws_ecs_service.app[0]': {
        before: { task_definition: 'arn' },
        after_unknown: { task_definition: true },
        expressions: { task_definition: expressionOf('aws_ecs_task_definition.app', 'arn') },
      },
      '~ aws_vpc_security_group_ingress_rule.app_internet': {
        before: { ...rule, cidr_ipv4: '0.0.0.0/0' },
        after: { ...rule, cidr_ipv4: '10.0.0.0/8' },
      },
      '± aws_ecs_task_definition.app[0]': {
        before: limit('30'),
        after: limit('60'),
        replace_paths: [['container_definitions']],
      },
    });
    const amounts = { parked: 0.08, idle: 12.04, light: 13, busy: 224 };
    const cost = {
      ...compareCosts(undefined, undefined),
      before: amounts,
      after: amounts,
      hasTasks: { before: true, after: true },
    };
    expect(`${formatSummary({ ...summarizePlan(plan), cost })}\n`).toBe(documented('text'));
  });

  it('consists, as text, of the summary and the remarks', () => {
    expect(reportAsText(report, false)).toMatch(
      /^\n1 to destroy\n {2}- aws_dynamodb_table\.entries\n\nDATA LOSS\n.*\n\nThat is all\.$/,
    );
  });

  it("begins, as text, with Terraform's own output if --full is set", () => {
    expect(reportAsText(report, true)).toMatch(/^\nPlan: 0 to add, 0 to change, 1 to destroy\.\n\n1 to destroy\n/);
  });

  it("consists, as text, of Terraform's own output and the remarks if there is no summary", () => {
    const plans = report.plans.map(({ kind, text }) => ({ kind, text }));
    expect(reportAsText({ ...report, plans }, false)).toBe(
      '\nPlan: 0 to add, 0 to change, 1 to destroy.\n\nThat is all.',
    );
  });

  it('begins each summary with the title of the plan', () => {
    const plans = report.plans.map((plan) => ({ ...plan, title: 'The first apply' }));
    expect(reportAsText({ ...report, plans }, false)).toContain('\nThe first apply: 1 to destroy\n');
  });
});
