import type { AwsClients } from '../../../tools/aws/clients';
import { checkQuotas } from '../../../tools/doctor/quotas';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

interface Contents {
  readonly vpcs?: number;
  readonly addresses?: number;
  /** The quota that AWS returns. @default undefined: AWS rejects the request */
  readonly quota?: number;
}

/** Returns the clients of a fake AWS account with these VPCs, addresses and quota. The first VPC is the default VPC. */
function clients({ vpcs = 0, addresses = 0, quota }: Contents): AwsClients {
  const answers: Readonly<Record<string, () => object>> = {
    DescribeVpcsCommand: () => ({ Vpcs: Array.from({ length: vpcs }, (_, index) => ({ IsDefault: index === 0 })) }),
    DescribeAddressesCommand: () => ({ Addresses: Array.from({ length: addresses }, () => ({})) }),
    GetServiceQuotaCommand: () => {
      if (quota === undefined) throw new Error('AccessDeniedException');
      return { Quota: { Value: quota } };
    },
  };
  const client = async () => ({ send: async (command: object) => answers[command.constructor.name]?.() });
  return { ec2: client, quotas: client } as unknown as AwsClients;
}

describe('Account quotas', () => {
  const vpc = { aws_vpc: { network: {} } };
  const check = (resource: object, contents: Contents, data: object = {}) =>
    checkQuotas(
      { stack: new SynthesizedStack({ resource, data } as never), region: 'eu-central-1' },
      clients(contents),
    );

  it('allow an environment if enough VPCs and addresses are left', async () => {
    const resource = { ...vpc, aws_eip: { a: {}, b: {} } };
    expect(await check(resource, { vpcs: 4, addresses: 3, quota: 5 })).toBe(
      '4 of 5 VPCs exist, and this environment creates 1; 3 of 5 Elastic IP addresses exist, and this environment creates 2',
    );
  });

  it('reject an environment if no VPC is left', async () => {
    await expect(check(vpc, { vpcs: 5, quota: 5 })).rejects.toThrow(
      "5 of 5 VPCs exist, and this environment creates 1, which exceeds the quota. Delete one, request a higher quota from AWS, or use network: { kind: 'default' }.",
    );
  });

  it('reject an environment if too few Elastic IP addresses are left', async () => {
    const resource = { ...vpc, aws_eip: { a: {}, b: {} } };
    await expect(check(resource, { vpcs: 1, addresses: 4, quota: 5 })).rejects.toThrow(
      "4 of 5 Elastic IP addresses exist, and this environment creates 2, which exceeds the quota. Delete one, request a higher quota from AWS, or use nat: 'one'.",
    );
  });

  it("are assumed to be AWS's defaults if the credentials cannot read quotas", async () => {
    expect(await check(vpc, { vpcs: 5 })).toBe(
      "5 of 5 VPCs exist, and this environment creates 1 (AWS's default quota is 5; your credentials are not allowed to read the quota of your account)",
    );
  });

  it('do not limit an environment in the default VPC, but that VPC must exist', async () => {
    const data = { aws_vpcs: { network: {} } };
    expect(await check({}, { vpcs: 1 }, data)).toBe('the default VPC exists, and this environment creates no VPC');
    await expect(check({}, {}, data)).rejects.toThrow(
      'This environment uses the default VPC, but the region eu-central-1 has no default VPC. Create one with `aws ec2 create-default-vpc --region eu-central-1`, or',
    );
  });

  it('do not limit an environment in an existing VPC, and need no default VPC', async () => {
    expect(await check({}, {}, { aws_vpc: { network: {} } })).toBe('this environment creates no VPC');
  });
});
