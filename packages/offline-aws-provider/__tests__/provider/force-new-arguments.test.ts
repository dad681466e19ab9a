import { complete } from '../../../../__tests__/support/stacks/fixture-bootstrap';
import { balanced, fixture, threeTiers } from '../../../../__tests__/support/stacks/fixture-environment';
import { synthesized } from '../../../../__tests__/support/stacks/synthesized';
import { synthesizedBootstrap } from '../../../../__tests__/support/stacks/synthesized-bootstrap';
import { queue } from '../../../../stacks/app-resources/queue';
import { forceNewArguments, newAfterUpdate } from '../../src/provider/force-new-arguments';
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
