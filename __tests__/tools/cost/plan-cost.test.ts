import { costLine, planCost } from '../../../tools/cost/plan-cost';
import { destructionCosts } from '../../../tools/destroy/costs';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { formatSummary } from '../../../tools/plan/summary-text';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import type { PlanJson } from '../../../tools/terraform/plan-json';
import { costsOf, resourcesOf } from '../../support/stacks/cost';
import { balanced, type Changes, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { planOf } from '../../support/terraform/planned';

function stackOf(changes: Changes): SynthesizedStack {
  return new SynthesizedStack(synthesized(changes) as unknown as SynthesizedStack['document']);
}

/** Returns a plan for all resources of a stack. @param signOf returns `+` to create a resource, `-` to delete it, `=` to keep it */
function planAll(changes: Changes, signOf: (address: string) => string): PlanJson {
  return planOf(
    Object.fromEntries(
      resourcesOf(synthesized(changes)).all.map(({ address, values }) => {
        const sign = signOf(address);
        const shown = { ...(sign === '+' ? {} : { before: values }), ...(sign === '-' ? {} : { after: values }) };
        return [`${sign} ${address}`, shown];
      }),
    ),
  );
}

const staging = stackOf(balanced);
const shipped: Changes = { ...threeTiers, removal: 'protect' };
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

  it('contains the change of the idle costs and that of the busy costs if the two changes differ', () => {
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

describe('destructionCosts', () => {
  const database = { address: 'aws_db_instance.one', name: 'prod-database', storageGB: 20, leavesSnapshot: true };
  const prod = { stack: stackOf(shipped), region: 'eu-central-1', state: 's3' } as const;

  it('lists the costs that end, the largest first, and the costs that remain', () => {
    const lines = destructionCosts(
      planAll(shipped, () => '-'),
      prod,
      { databases: [database], staying: [{ kind: 'snapshots of the database' }] },
    );
    expect(lines).toEqual([
      expect.stringMatching(/^130\.57 end: NAT gateway 38\.18, hosts with their disks 33\.74, /),
      'At most 2.06 if you keep a final snapshot of prod-database (20 GB)',
      '0.103 for each GB of the snapshot that stays',
      "The bucket of Terraform's state stays, because it belongs to the bootstrap. For its costs: npm run cost bootstrap",
    ]);
  });

  it('calls the amount unknown for a region without prices', () => {
    const stack = new SynthesizedStack({});
    const snapshots = { databases: [database], staying: [] };
    expect(destructionCosts({}, { stack, region: 'ap-south-1', state: 'local' }, snapshots)).toEqual([
      expect.stringMatching(/^unknown end; not counted: everything \(There are no prices for the region/),
    ]);
  });
});
