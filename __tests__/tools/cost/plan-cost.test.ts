import { costLine, planCost } from '../../../tools/cost/plan-cost';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { formatSummary } from '../../../tools/plan/summary-text';
import { costsOf, planAll, stackOf } from '../../support/stacks/cost';
import { balanced } from '../../support/stacks/fixture-environment';
import { planOf } from '../../support/terraform/planned';

const staging = stackOf(balanced);
const task = 'aws_ecs_service.app';

describe('planCost', () => {
  it('returns the costs of the whole environment for a first apply', () => {
    const cost = planCost(
      planAll(balanced, () => '+'),
      staging,
    );
    expect(cost.before?.idle).toBe(0);
    expect(cost.after).toEqual(costsOf(balanced).totals.all);
  });

  it('reports that no task is running if the plan does not contain the service', () => {
    const { resource_changes: changes = [] } = planAll(balanced, () => '=');
    const cost = planCost({ resource_changes: changes.filter(({ address }) => address !== task) }, staging);
    expect(costLine(cost)).toMatch(/^Costs in US dollars a month: \d+\.\d\d idle, as before; no task is running$/);
  });

  it('names a new resource as not counted if its type has no price', () => {
    const cost = planCost(planOf({ '+ aws_kinesis_stream.clicks': {} }), staging);
    expect(cost.unpriced).toEqual([
      { address: 'aws_kinesis_stream.clicks', reason: 'no price for aws_kinesis_stream' },
    ]);
    expect(costLine(cost)).toMatch(
      / idle \(unknown\); .*; not counted after: aws_kinesis_stream\.clicks \(no price for aws_kinesis_stream\)$/,
    );
  });
});

describe('costLine', () => {
  const service = { launch_type: 'EC2', network_configuration: [{ assign_public_ip: false }] };

  it('contains the changes of both idle and busy costs if the two differ', () => {
    const plan = planOf({
      '= aws_ecs_service.app': { before: service, after: service },
      '+ aws_lb.load_balancer': { after: { load_balancer_type: 'application', internal: true } },
    });
    const cost = planCost(plan, staging);
    // AWS bills 730 hours of the load balancer and, in the scenario "busy", 2,692.27 capacity units.
    expect(costLine(cost)).toMatch(/idle \(\+19\.71\); .* busy \(\+41\.25\)/);
  });

  it('precedes the section about data loss in the summary of a plan, and is absent if nothing changes', () => {
    const plan = planOf({ '- aws_lb.load_balancer': { before: { internal: true } }, '- aws_s3_bucket.files': {} });
    expect(formatSummary(summarizePlan(plan, staging))).toMatch(
      /\n\nCosts in US dollars a month: .*\n\nDATA LOSS\n.*files is destroyed/,
    );
    expect(formatSummary(summarizePlan(planOf({}), staging))).toBe('No changes.');
  });
});
