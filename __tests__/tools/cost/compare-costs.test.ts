import { compareCosts, compareEnvironments } from '../../../tools/cost/compare-costs';
import { formatDifference } from '../../../tools/cost/difference-text';
import { costsMarkdown } from '../../../tools/workflows/costs-markdown';
import { costsOf } from '../../support/stacks/cost';
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
});
