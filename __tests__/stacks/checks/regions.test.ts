import { regionRemedy } from '../../../stacks/checks/regions';

describe('regionRemedy', () => {
  it.each([
    ...['eu-central-1', 'us-gov-west-1', 'eusc-de-east-1', 'ap-southeast-7', 'us-east-1', 'ca-central-1'],
    ...['sa-east-1', 'af-south-1', 'me-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-south-1', 'ap-southeast-2'],
  ])('returns undefined for the known region %s', (region) => {
    expect(regionRemedy(region)).toBeUndefined();
  });

  it.each([
    ['eu-centrall-1', 'eu-central-1'],
    ['eu-central-9', 'eu-central-1'],
    ['EU-WEST-1', 'eu-west-1'],
    ['us-east1', 'us-east-1'],
  ])('for %s, suggests the region %s', (region, meant) => {
    expect(regionRemedy(region)).toBe(
      `Did you mean "${meant}"? If the region is newer than the list in stacks/checks/regions.ts (November 2026), add it there.`,
    );
  });

  it('suggests no region if none is similar', () => {
    expect(regionRemedy('frankfurt')).toMatch(
      /^Use the code of an AWS region, for example eu-central-1\. If the region is newer/,
    );
  });
});
