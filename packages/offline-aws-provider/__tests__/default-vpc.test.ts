import { Account } from '../src/account';
import { answer } from '../src/facts/data-sources';
import type { Values } from '../src/value';

const filtered = (filters: Record<string, string>): Values => ({
  filter: Object.entries(filters).map(([name, value]) => ({ name, values: [value] })),
});

/** The ids that a search for the default VPC, and one for the default subnets in it, find. */
function found(account: Account) {
  const { ids: vpcs } = answer('aws_vpcs', filtered({ 'is-default': 'true' }), account);
  const inVpc = filtered({ 'vpc-id': String([vpcs].flat()[0]), 'default-for-az': 'true' });
  return { vpcs: [vpcs].flat().length, subnets: [answer('aws_subnets', inVpc, account).ids].flat().length };
}

it.each([
  [{ subnets: 3 }, { vpcs: 1, subnets: 3 }],
  [{ subnets: 1 }, { vpcs: 1, subnets: 1 }],
  ['none', { vpcs: 0, subnets: 0 }],
] as const)('the account whose default VPC is %j gives %j', (defaultVpc, expected) => {
  const account = new Account();
  account.defaultVpc = defaultVpc;
  expect(found(account)).toEqual(expected);
});

it('a VPC that was applied is no default one, and neither are its subnets', () => {
  const account = new Account();
  account.remember('aws_vpc', null, { id: 'vpc-1' });
  account.remember('aws_subnet', null, { id: 'subnet-1', vpc_id: 'vpc-1' });
  expect(found(account)).toEqual({ vpcs: 1, subnets: 3 });
  expect(answer('aws_subnets', filtered({ 'vpc-id': 'vpc-1' }), account).ids).toEqual(['subnet-1']);
});

it('a filter that nobody thought about is refused', () => {
  expect(() => answer('aws_vpcs', filtered({ 'tag:Name': 'main' }), new Account())).toThrow('not by tag:Name');
});
