import { compareCosts, compareEnvironments } from '../../../../tools/cost/compare-costs';
import { stackReport } from '../../../../tools/cost/cost-report';
import { costLine, costWithoutPlan, idleCost, planCost } from '../../../../tools/cost/plan-cost';
import { synthesizedResources } from '../../../../tools/cost/resources/synthesized-resources';
import { formatDifference } from '../../../../tools/cost/text/difference-text';
import { currentReadme, readmeTable } from '../../../../tools/cost/text/readme-table';
import { formatReport, formatTotals } from '../../../../tools/cost/text/report-text';
import { chargedResources } from '../../../../tools/deploy/money';
import { destructionCosts } from '../../../../tools/destroy/costs';
import { summarizePlan } from '../../../../tools/plan/plan-summary';
import type { SynthesizedStack } from '../../../../tools/shared/synthesized-stack';
import { costsMarkdown } from '../../../../tools/workflows/costs-markdown';
import { stackWith } from '../../../support/stacks/cost';
import { planOf } from '../../../support/terraform/planned';

const gateway = { aws_nat_gateway: { one: {} } };
const database = { engine: 'postgres', instance_class: 'db.t4g.medium', allocated_storage: 20, storage_type: 'gp3' };
/** A stack that costs at least $40.70 per month: $37.96 for the gateway, $2.74 for the storage. The instance class has no price. */
const stack = stackWith({ ...gateway, aws_db_instance: { profiles: database } });
const smaller = stackWith({
  ...gateway,
  aws_db_instance: { profiles: { ...database, instance_class: 'db.t4g.micro' } },
});
const elsewhere = stackWith(gateway, 'eu-west-9');
const missing = 'aws_db_instance.profiles (no price for db.t4g.medium in eu-central-1)';

function named(name: string, of: SynthesizedStack) {
  return { name, report: stackReport(synthesizedResources(of)), savings: [] };
}

const prod = named('prod', stack);
const before = named('prod', smaller);
const planned = (sign: string) =>
  planOf({
    [`${sign} aws_nat_gateway.one`]: sign === '-' ? { before: {} } : { after: {} },
    [`${sign} aws_db_instance.profiles`]: sign === '-' ? { before: database } : { after: database },
  });

describe('An incomplete amount', () => {
  const local = { stack, region: 'eu-central-1', state: 'local' } as const;

  it.each<[string, () => string, amount: string, names?: string]>([
    [
      'the table of an environment',
      () => formatReport(prod),
      '≥ 40.70',
      'aws_db_instance.profiles: no price for db.t4g.medium in eu-central-1',
    ],
    ['the totals of all environments', () => formatTotals([prod]), '≥ 40.70', `Not counted in prod: ${missing}`],
    ["the README's table", () => readmeTable([prod]), '| ≥ 41 |', `Not counted in \`prod\`: ${missing}`],
    [
      "the README's line about the environment",
      () =>
        currentReadme(
          `| [\`prod\`](environments/prod.ts) | 130 |\n<!-- begin: cost. npm run cost -- --write --><!-- end: cost -->`,
          [prod],
        ),
      '| [`prod`](environments/prod.ts) | ≥ 41 |',
    ],
    [
      'the comparison with a commit',
      () => formatDifference('prod', 'main', compareCosts(prod.report, prod.report)),
      '≥ 40.70',
      `Not counted: ${missing}`,
    ],
    [
      'a plan',
      () => costLine(planCost(planned('+'), stack)),
      '0.00 → at least 40.70 idle (unknown)',
      `not counted after: ${missing}`,
    ],
    [
      'the sentence about a first deployment',
      () => idleCost(stack),
      'at least 40.70 US dollars',
      `not counted: ${missing}`,
    ],
    [
      'the sentence about a plan that Terraform Cloud withholds',
      () => costWithoutPlan(stack),
      'at least 40.70 US dollars',
      `not counted: ${missing}`,
    ],
    [
      'the question before a deployment',
      () => chargedResources(summarizePlan(planned('+'), stack)).join(),
      'a database (at least 2.74)',
    ],
    [
      'the list before a destroy',
      () => destructionCosts(planned('-'), local, { databases: [], staying: [] }).join('\n'),
      'at least 40.70 end',
      `not counted: ${missing}`,
    ],
  ])('is marked in %s', (_, text, amount, names = '') => {
    expect(text()).toContain(amount);
    expect(text()).toContain(names);
  });

  it('differs by an unknown amount from a complete one, so that a larger database does not look cheaper', () => {
    const text = costsMarkdown(compareEnvironments([before], [prod]));
    expect(text).toContain('| prod | ≥ 40.70 (unknown) | ≥ 40.70 (unknown) |');
    expect(text).toContain(`prod: Not counted after: ${missing}`);
    expect(formatDifference('prod', 'main', compareCosts(before.report, prod.report))).toMatch(
      /^Difference +unknown /m,
    );
  });

  it('counts as changed if only the resources that are not counted differ', () => {
    const more = named('prod', stackWith({ ...gateway, aws_lambda_function: { one: {} } }));
    const text = costsMarkdown(compareEnvironments([named('prod', stackWith(gateway))], [more]));
    expect(text).toContain('aws_lambda_function.one (no price for aws_lambda_function)');
    expect(text).not.toContain('No difference');
  });
});

describe('A region without prices', () => {
  const unknown = named('prod', elsewhere);
  const dev = named('dev', stackWith(gateway));

  it('does not hide the totals of environments in other regions', () => {
    const text = formatTotals([dev, unknown]);
    expect(text).toMatch(/^dev +eu-central-1 +37\.96 /m);
    expect(text).toMatch(/^prod +eu-west-9 +- /m);
    expect(text).toContain('Not counted in prod: everything (There are no prices for the region "eu-west-9"');
  });

  it('makes the difference in costs unknown, even if nothing has changed', () => {
    expect(costsMarkdown(compareEnvironments([unknown], [unknown]))).toContain('| prod | - (unknown) |');
  });

  it('adds no column to the README, and changes nothing there if no environment has prices', () => {
    const readme = 'x <!-- begin: cost. npm run cost -- --write -->\nold\n<!-- end: cost -->';
    expect(currentReadme(readme, [unknown])).toBe(readme);
    expect(currentReadme(readme, [dev, unknown])).toContain('|  | `dev` |\n');
  });

  it('is named in the line about the costs of a plan', () => {
    expect(costLine(planCost(planned('+'), elsewhere))).toMatch(
      /unknown → unknown idle \(unknown\); not counted: everything \(There are no prices for the region "eu-west-9"/,
    );
  });
});
