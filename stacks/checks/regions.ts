import { nearest } from './nearest';

/** The AWS regions as of November 2026. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const regions: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1'],
  ...['sa-east-1', 'sa-west-1', 'af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'me-west-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
  ...['ap-southeast-7', 'cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
];

/** Returns what to do about an invalid region; undefined for a valid region. */
export function regionRemedy(region: string): string | undefined {
  if (regions.includes(region)) return undefined;
  const meant = nearest(region, regions);
  return `${meant === undefined ? 'Use the code of an AWS region, for example eu-central-1.' : `Did you mean "${meant}"?`} If the region is newer than the list in stacks/checks/regions.ts (November 2026), add it there.`;
}
