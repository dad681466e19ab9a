import { destructionCosts } from '../../../tools/destroy/costs';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { planAll, stackOf } from '../../support/stacks/cost';
import { type Changes, threeTiers } from '../../support/stacks/fixture-environment';

const shipped: Changes = { ...threeTiers, removal: 'protect' };

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
