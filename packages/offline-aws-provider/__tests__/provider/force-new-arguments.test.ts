import { complete } from '../../../../__tests__/support/stacks/fixture-bootstrap';
import { balanced, fixture, threeTiers } from '../../../../__tests__/support/stacks/fixture-environment';
import { synthesized } from '../../../../__tests__/support/stacks/synthesized';
import { synthesizedBootstrap } from '../../../../__tests__/support/stacks/synthesized-bootstrap';
import { queue } from '../../../../stacks/app-resources/queue';
import { Account } from '../../src/aws/account';
import type { Values } from '../../src/protocol/value';
import { forceNewArguments, newAfterUpdate } from '../../src/provider/force-new-arguments';
import { planChange } from '../../src/provider/plan-change';
import { deriveSchema } from '../../src/schema/derive-schema';

const secure = {
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
} as const;

/** Stacks that together contain every resource type that the project uses. */
const stacks = [
  synthesized({ ...balanced, ...secure, monitoring: { email: 'alarms@example.com' }, resources: { jobs: queue() } }),
  synthesized({ ...threeTiers, ingress: { ...threeTiers.ingress, allowFrom: ['203.0.113.0/24'] } }),
  synthesized({ ...threeTiers, compute: fixture.compute }),
  synthesizedBootstrap(complete),
];

/** The AWS resource types in these stacks. */
const types = [...new Set(stacks.flatMap(({ resource }) => Object.keys(resource)))].filter(
  (type) => type !== 'terraform_data',
);

/** The types that are always updated in place: none of their arguments forces a new resource. */
const alwaysUpdated = ['aws_cloudfront_vpc_origin', 'aws_internet_gateway'];

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

describe('forceNewArguments', () => {
  it('lists every resource type in the stacks, except for types that are always updated in place', () => {
    expect([...Object.keys(forceNewArguments), ...alwaysUpdated].sort()).toEqual(types.sort());
  });

  it('lists only arguments that the schema contains', () => {
    const { resources } = deriveSchema({ resources: types, dataSources: [] });
    const listed = [forceNewArguments, newAfterUpdate].flatMap((table) =>
      Object.entries(table).flatMap(([type, names]) => names.map((name) => [type, name] as const)),
    );
    const missing = listed.filter(([type, name]) => {
      const { attributes = {}, blocks = {} } = resources[type] ?? {};
      return !(name in attributes || name in blocks);
    });
    expect(missing).toEqual([]);
  });
});

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
