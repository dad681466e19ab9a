import type { AwsClients } from '../aws/clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { SynthesizedStack } from '../shared/synthesized-stack';

/** A quota of an AWS account in one region, and how much of the quota the first deployment of an environment needs. */
interface Usage {
  /** The plural of the resource that the quota limits, such as `VPCs`. */
  readonly what: string;
  readonly existing: number;
  readonly needed: number;
  readonly serviceCode: string;
  readonly quotaCode: string;
  /** What the user can do instead of requesting a higher quota, as an imperative. */
  readonly remedy: string;
}

/** The default of both quotas. AWS grants an account a higher quota on request. */
const defaultQuota = 5;

/**
 * Checks the two quotas that first deployments exceed most often: VPCs and Elastic IP addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * @returns the number of existing resources, and the number that the environment creates
 * @throws Error that says what to do if a quota is too small, or if the region lacks the default VPC that the environment uses
 */
export async function checkQuotas(
  { stack, region }: Pick<SynthesizedEnvironment, 'stack' | 'region'>,
  aws: AwsClients,
): Promise<string> {
  const texts: string[] = [];
  for (const usage of [await vpcsOf(stack, region, aws), await addressesOf(stack, aws)]) {
    if (typeof usage === 'string') texts.push(usage);
    else if (usage.needed > 0) texts.push(await checkUsage(usage, aws));
  }
  return texts.join('; ');
}

async function vpcsOf(stack: SynthesizedStack, region: string, aws: AwsClients): Promise<Usage | string> {
  const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
  const { Vpcs = [] } = await (await aws.ec2()).send(new DescribeVpcsCommand({}));
  const needed = stack.resources('aws_vpc').length;
  if (needed === 0 && !usesDefaultVpc(stack)) return 'this environment creates no VPC';
  if (needed === 0) {
    if (Vpcs.some(({ IsDefault }) => IsDefault)) return 'the default VPC exists, and this environment creates no VPC';
    throw new Error(
      `This environment uses the default VPC, but the region ${region} has no default VPC. Create one with \`aws ec2 create-default-vpc --region ${region}\`, or give the environment its own network in the environment's file.`,
    );
  }
  const remedy = "use network: { kind: 'default' }";
  return { what: 'VPCs', existing: Vpcs.length, needed, serviceCode: 'vpc', quotaCode: 'L-F678F1CE', remedy };
}

/** Whether the environment runs in the default VPC. If it does, the stack contains the data source `aws_vpcs`. */
function usesDefaultVpc({ document }: SynthesizedStack): boolean {
  const { data } = document as { readonly data?: { readonly aws_vpcs?: object } };
  return data?.aws_vpcs !== undefined;
}

/** Returns how many Elastic IP addresses exist, and how many the environment needs: each NAT gateway has one. */
async function addressesOf(stack: SynthesizedStack, aws: AwsClients): Promise<Usage> {
  const needed = stack.resources('aws_eip').length;
  const usage = { what: 'Elastic IP addresses', needed, serviceCode: 'ec2', quotaCode: 'L-0263D0A3' };
  const remedy = "use nat: 'one'";
  if (needed === 0) return { ...usage, existing: 0, remedy };
  const { DescribeAddressesCommand } = await import('@aws-sdk/client-ec2');
  const { Addresses = [] } = await (await aws.ec2()).send(new DescribeAddressesCommand({}));
  return { ...usage, existing: Addresses.length, remedy };
}

async function checkUsage({ what, existing, needed, remedy, ...codes }: Usage, aws: AwsClients): Promise<string> {
  const quota = await readQuota(codes, aws);
  const most = quota ?? defaultQuota;
  const found = `${existing} of ${most} ${what} exist, and this environment creates ${needed}`;
  if (quota === undefined)
    return `${found} (AWS's default quota is ${most}; your credentials are not allowed to read the quota of your account)`;
  if (existing + needed <= most) return found;
  throw new Error(`${found}, which exceeds the quota. Delete one, request a higher quota from AWS, or ${remedy}.`);
}

/**
 * Reads the value of a quota.
 * @returns undefined if AWS rejects the request, because a deployment does not need this permission
 */
async function readQuota(
  { serviceCode, quotaCode }: Pick<Usage, 'serviceCode' | 'quotaCode'>,
  aws: AwsClients,
): Promise<number | undefined> {
  const { GetServiceQuotaCommand } = await import('@aws-sdk/client-service-quotas');
  const command = new GetServiceQuotaCommand({ ServiceCode: serviceCode, QuotaCode: quotaCode });
  const found = await (await aws.quotas()).send(command).catch(() => undefined);
  return found?.Quota?.Value;
}
