import { stackReport } from '../../../tools/cost/cost-report';
import { synthesizedResources } from '../../../tools/cost/resources/synthesized-resources';
import { changedStacks } from '../../support/diagram/changed-stacks';
import { stacks } from '../../support/diagram/drawn-stacks';
import { appResources } from '../../support/stacks/all-app-resources';
import { costsOf } from '../../support/stacks/cost';
import { balanced } from '../../support/stacks/fixture-environment';

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

const staging = costsOf(balanced);

describe('CostReport', () => {
  // Leaves out `changedStacks`, whose additional resources lack arguments on which prices depend.
  const complete = stacks.filter((one) => !changedStacks.includes(one));

  it.each(complete)('has a price for each resource of the stack "%s"', (_, readStack) => {
    const { unpriced } = stackReport(synthesizedResources(readStack()));
    // Only the tests use Kinesis streams, so prices.json has no price for them.
    expect(unpriced.filter(({ reason }) => reason !== 'no price for aws_kinesis_stream')).toEqual([]);
  });

  it('has no row for a resource whose type has no price, and names it as not counted', () => {
    const report = costsOf({ resources: appResources });
    expect(report.unpriced).toEqual([
      { address: 'aws_kinesis_stream.resources_clicks', reason: 'no price for aws_kinesis_stream' },
    ]);
    expect(report.rows.map(({ type }) => type)).not.toContain('aws_kinesis_stream');
  });

  it('counts each secret and each KMS key in app.secrets once, even if several variables use it', () => {
    const kmsKey = 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012';
    const secrets = {
      FIRST: { secret: 'app/one', key: 'first', kmsKey },
      SECOND: { secret: 'app/one', key: 'second', kmsKey },
      OTHER: { secret: 'app/two' },
      API_KEY: { parameter: '/eight-digit/dev/api-key', kmsKey },
    };
    const { rows } = costsOf({ app: { secrets } });
    const named = rows.filter(({ price }) => price === 'secret' || price === 'key');
    expect(named.map(({ type, usd }) => [type, usd.parked, usd.idle])).toEqual([
      ['aws_secretsmanager_secret', 0.4, 0.4],
      ['aws_secretsmanager_secret', 0.4, 0.4],
      ['aws_kms_key', 1, 1],
    ]);
  });

  it('separates fixed costs from costs per use', () => {
    expect(cents(staging.totals.fixed.idle + staging.totals.use.idle)).toBe(cents(staging.totals.all.idle));
    expect(cents(staging.totals.fixed.idle)).toBe(60.04);
  });

  it("reports the amount that AWS's free tier covers, without subtracting it from the totals", () => {
    // In staging, the free tier covers ten of twelve alarms, three metrics, a dashboard, and the log of two idle tasks.
    expect(cents(staging.free.idle)).toBe(cents(10 * 0.1 + 3 * 0.3 + 3 + (2 * 43_800 * 450 * 0.63) / 1024 ** 3));
  });
});
