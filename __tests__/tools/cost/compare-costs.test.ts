import { compareCosts, compareEnvironments } from '../../../tools/cost/compare-costs';
import { stackReport } from '../../../tools/cost/cost-report';
import { synthesizedResources } from '../../../tools/cost/resources/synthesized-resources';
import { formatDifference } from '../../../tools/cost/text/difference-text';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { costsMarkdown } from '../../../tools/workflows/costs-markdown';
import { costsOf, stackWith } from '../../support/stacks/cost';
import { balanced } from '../../support/stacks/fixture-environment';

const staging = costsOf(balanced);
const larger = costsOf({ ...balanced, scale: { kind: 'automatic', min: 3, max: 4 } });
/** US dollars per month for a Fargate task with a public address. */
const task = 730 * (0.25 * 0.03725 + 0.5 * 0.00409 + 0.005);

describe('compareCosts', () => {
  it('returns the difference in costs for each scenario', () => {
    const { usd } = compareCosts(staging, larger);
    expect(usd.idle).toBeCloseTo(task, 1);
    expect(usd.parked).toBe(0);
  });

  it('lists only resources whose costs differ', () => {
    const { rows } = compareCosts(staging, larger);
    expect(new Set(rows.map(({ address }) => address))).toEqual(
      new Set(['aws_ecs_service.app', 'aws_cloudwatch_log_group.app']),
    );
  });

  it('counts all costs of a new environment as the difference', () => {
    const { before, usd } = compareCosts(undefined, staging);
    expect(before).toBeUndefined();
    expect(usd.idle).toBeCloseTo(staging.totals.all.idle);
  });
});

describe('formatDifference', () => {
  it('prints the difference with its sign', () => {
    expect(formatDifference('staging', 'main', compareCosts(staging, larger))).toMatch(/^Difference +0\.00 +\+11\.95/m);
  });
});

describe('costsMarkdown', () => {
  it('has a row for each environment whose costs differ, and names the other environments', () => {
    const named = (name: string, report: typeof staging) => ({ name, report, savings: [] });
    const text = costsMarkdown(
      compareEnvironments(
        [named('dev', costsOf({})), named('staging', staging)],
        [named('dev', costsOf({})), named('staging', larger)],
      ),
    );
    expect(text).toMatch(/^\| staging \| 33\.74 \(0\.00\) \| 72\.10 \(\+11\.95\) \|/m);
    expect(text).toContain('No difference: dev.');
  });

  it('names a module, whose resources it cannot count, and marks the amount as incomplete', () => {
    const { document } = stackWith({ aws_kms_key: { one: {} } });
    const json = { ...(document as object), module: { db: { source: 'terraform-aws-modules/rds/aws' } } };
    const report = (stack: unknown) =>
      stackReport(synthesizedResources(new SynthesizedStack(stack as SynthesizedStack['document'])));
    const text = costsMarkdown([{ name: 'dev', difference: compareCosts(report(document), report(json)) }]);
    expect(text).toContain('| dev | ≥ 1.00 (unknown) |');
    expect(text).toContain('dev: Not counted after: module.db (the resources of a module are not in the JSON)');
  });
});
