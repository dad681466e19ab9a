import { stackReport } from '../../../../tools/cost/cost-report';
import { plannedResources } from '../../../../tools/cost/resources/planned-resources';
import { synthesizedResources } from '../../../../tools/cost/resources/synthesized-resources';
import { resourcesOf, stackWith } from '../../../support/stacks/cost';
import { threeTiers } from '../../../support/stacks/fixture-environment';
import { synthesized } from '../../../support/stacks/synthesized';
import { planOf } from '../../../support/terraform/planned';

describe('plannedResources', () => {
  const synthesizedStack = resourcesOf(synthesized(threeTiers));
  const price = (resources: typeof synthesizedStack) => stackReport(resources).totals.all;

  it('returns, for a first apply, resources that cost as much as those in the synthesized JSON', () => {
    const resources = synthesizedStack.all.map(({ address, values }) => [`+ ${address}`, { after: values }] as const);
    const { before, after } = plannedResources(planOf(Object.fromEntries(resources)), synthesizedStack);
    expect(price(before).idle).toBe(0);
    expect(price(after)).toEqual(price(synthesizedStack));
  });

  it('takes arguments from the synthesized JSON if their values are known only after the apply', () => {
    const plan = planOf({
      '+ aws_lb.load_balancer': { after: { load_balancer_type: 'application', internal: false } },
    });
    // The costs of a load balancer and of its public addresses in two subnets.
    expect(price(plannedResources(plan, synthesizedStack).after).idle).toBeCloseTo(730 * (0.027 + 2 * 0.005));
  });

  it('ignores values that the offline provider makes up', () => {
    const plan = planOf({ '+ aws_ssm_parameter.one': { after: { tier: 'offline-tier' } } });
    expect(stackReport(plannedResources(plan, synthesizedStack).after).unpriced).toEqual([]);
  });

  it('counts the blocks that a dynamic block generates in the plan', () => {
    const stack = stackWith({ aws_wafv2_web_acl: { one: { dynamic: { rule: {} } } } });
    const plan = planOf({ '+ aws_wafv2_web_acl.one': { after: { rule: [{}, {}] } } });
    const { after } = plannedResources(plan, synthesizedResources(stack));
    expect(stackReport(after)).toMatchObject({ unpriced: [], totals: { all: { idle: 5 + 2 * 1 } } });
  });

  it('finds the launch template of a deleted autoscaling group by its id', () => {
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
