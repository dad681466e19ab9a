import { compareCosts, compareEnvironments } from '../../../tools/cost/compare-costs';
import { stackReport } from '../../../tools/cost/cost-report';
import { formatDifference } from '../../../tools/cost/difference-text';
import { plannedResources } from '../../../tools/cost/planned-resources';
import { costsMarkdown } from '../../../tools/workflows/costs-markdown';
import { costsOf, resourcesOf } from '../../support/stacks/cost';
import { balanced, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { planOf } from '../../support/terraform/planned';

const staging = costsOf(balanced);
const larger = costsOf({ ...balanced, scale: { kind: 'automatic', min: 3, max: 4 } });
/** US dollars per month for a Fargate task with a public address. */
const task = 730 * (0.25 * 0.03725 + 0.5 * 0.00409 + 0.005);

describe('compareCosts', () => {
  it('returns the difference of each scenario', () => {
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

  it('returns a difference, which formatDifference prints with its sign', () => {
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

describe('plannedResources', () => {
  const synthesizedStack = resourcesOf(synthesized(threeTiers));
  const price = (resources: typeof synthesizedStack) => stackReport(resources).totals.all;

  it('finds, in the plan of a first apply, resources that cost the same as those in the synthesized JSON', () => {
    const resources = synthesizedStack.all.map(({ address, values }) => [`+ ${address}`, { after: values }] as const);
    const { before, after } = plannedResources(planOf(Object.fromEntries(resources)), synthesizedStack);
    expect(price(before).idle).toBe(0);
    expect(price(after)).toEqual(price(synthesizedStack));
  });

  it('uses the arguments in the synthesized JSON if the plan does not know their values yet', () => {
    const plan = planOf({
      '+ aws_lb.load_balancer': { after: { load_balancer_type: 'application', internal: false } },
    });
    // The load balancer, with a public address in each of two subnets.
    expect(price(plannedResources(plan, synthesizedStack).after).idle).toBeCloseTo(730 * (0.027 + 2 * 0.005));
  });

  it('ignores values that the offline provider makes up', () => {
    const plan = planOf({ '+ aws_ssm_parameter.one': { after: { tier: 'offline-tier' } } });
    expect(stackReport(plannedResources(plan, synthesizedStack).after).unpriced).toEqual([]);
  });

  it('finds the launch template of a deleted autoscaling group by the id of the template', () => {
    const group = { min_size: 2, max_size: 2, launch_template: [{ id: 'lt-1' }] };
    const disks = [{ ebs: [{ volume_type: 'gp3', volume_size: 30, iops: 0, throughput: 0 }] }];
    const plan = planOf({
      '- aws_autoscaling_group.old': { before: group },
      '- aws_launch_template.old': { before: { id: 'lt-1', instance_type: 't3.small', block_device_mappings: disks } },
      '- aws_launch_template.other': { before: { id: 'lt-2', instance_type: 'm5.large' } },
    });
    expect(price(plannedResources(plan, synthesizedStack).before).idle).toBeCloseTo(2 * (730 * 0.024 + 30 * 0.0952));
  });
});
