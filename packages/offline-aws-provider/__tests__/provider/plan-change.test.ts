import { Account } from '../../src/aws/account';
import type { Values } from '../../src/protocol/value';
import { planChange } from '../../src/provider/plan-change';

/** Returns the changed arguments that force a new resource. */
function requiresReplace(type: string, prior: Values, proposed: Values): readonly string[] {
  const region = {
    type: 'string',
    required: false,
    optional: true,
    computed: true,
    sensitive: false,
    writeOnly: false,
  } as const;
  const block = { attributes: { region }, blocks: {} };
  return planChange({ type, block, prior, proposed, config: proposed }, new Account()).requiresReplace;
}

describe('planChange', () => {
  it('replaces a capacity provider if its autoscaling group changes, but not if another argument of the block changes', () => {
    const [type, name] = ['aws_ecs_capacity_provider', 'auto_scaling_group_provider'];
    const provider = (group: string, draining: string): Values => ({
      [name]: [{ auto_scaling_group_arn: group, managed_draining: draining }],
      region: 'eu-central-1',
    });
    const prior = provider('a', 'ENABLED');
    expect(requiresReplace(type, prior, provider('b', 'ENABLED'))).toEqual([name]);
    expect(requiresReplace(type, prior, provider('a', 'DISABLED'))).toEqual([]);
  });

  it('replaces a resource if its region changes, but not an imported resource whose region is unknown', () => {
    const [here, there] = [{ region: 'eu-central-1' }, { region: 'eu-west-1' }];
    expect(requiresReplace('aws_ecr_repository', here, there)).toEqual(['region']);
    expect(requiresReplace('aws_ecr_repository', { region: null }, there)).toEqual([]);
  });
});
