import { Account } from '../../src/aws/account';
import { readDataSource } from '../../src/aws/data-sources';
import type { Values } from '../../src/protocol/value';

const filters = (values: Record<string, string>): Values => ({
  filter: Object.entries(values).map(([name, value]) => ({ name, values: [value] })),
});

describe('readDataSource', () => {
  it('finds the subnets of a VPC that Terraform has created, or the default subnets, depending on the filter', () => {
    const account = new Account();
    account.remember('aws_vpc', null, { id: 'vpc-1' });
    account.remember('aws_subnet', null, { id: 'subnet-1', vpc_id: 'vpc-1' });
    expect(readDataSource('aws_vpcs', filters({ 'is-default': 'false' }), account).ids).toEqual(['vpc-1']);
    expect(readDataSource('aws_subnets', filters({ 'vpc-id': 'vpc-1' }), account).ids).toEqual(['subnet-1']);
    expect(readDataSource('aws_subnets', filters({ 'default-for-az': 'true' }), account).ids).toHaveLength(3);
  });

  it('throws an error for an unsupported filter', () => {
    expect(() => readDataSource('aws_vpcs', filters({ 'tag:Name': 'main' }), new Account())).toThrow(
      'does not support the filter tag:Name',
    );
  });
});
