import { Account } from '../../../tools/stand-in-provider/account';
import { refusal } from '../../../tools/stand-in-provider/facts/refusals';
import type { Values } from '../../../tools/stand-in-provider/value';

const vpc: Values = { id: 'vpc-1', cidr_block: '10.0.0.0/16' };
const subnet: Values = { id: 'subnet-1', vpc_id: 'vpc-1', cidr_block: '10.0.1.0/24' };
const group: Values = { id: 'sg-1', vpc_id: 'vpc-1' };
const gateway: Values = { id: 'igw-1', vpc_id: 'vpc-1' };
const network = { subnets: ['subnet-1'], security_groups: ['sg-1'], assign_public_ip: true };
const service: Values = { id: 'arn:service/app', network_configuration: [network] };

function accountWith(resources: Record<string, Values>): Account {
  const account = new Account();
  for (const [type, values] of Object.entries(resources)) account.remember(type, null, values);
  return account;
}

describe('an account with a service in a network', () => {
  const account = accountWith({
    aws_vpc: vpc,
    aws_subnet: subnet,
    aws_security_group: group,
    aws_internet_gateway: gateway,
    aws_ecs_service: service,
  });

  it.each([
    ['aws_subnet', subnet],
    ['aws_security_group', group],
    ['aws_internet_gateway', gateway],
  ])('refuses to delete its %s', (type, before) => {
    const message = refusal(type, { before, after: null }, account);
    expect(message).toMatch(/^DependencyViolation: .*because of arn:service\/app\.$/);
  });

  it('refuses to move its gateway to another VPC, and lets it stay', () => {
    const move = (vpc_id: string) =>
      refusal('aws_internet_gateway', { before: gateway, after: { ...gateway, vpc_id } }, account);
    expect(move('vpc-2')).toContain('DependencyViolation');
    expect(move('vpc-1')).toBeUndefined();
  });

  it('refuses to delete its VPC, naming what is in it', () => {
    const message = refusal('aws_vpc', { before: vpc, after: null }, account);
    expect(message).toContain('because of igw-1, sg-1, subnet-1.');
  });
});

describe('an account whose service has moved', () => {
  const moved = {
    ...service,
    network_configuration: [{ ...network, subnets: ['subnet-2'], security_groups: ['sg-2'] }],
  };
  const account = accountWith({ aws_vpc: vpc, aws_subnet: subnet, aws_ecs_service: service });
  account.remember('aws_ecs_service', service, moved);

  it.each([
    ['aws_subnet', subnet],
    ['aws_security_group', group],
    ['aws_internet_gateway', gateway],
  ])('deletes the %s that it used', (type, before) => {
    expect(refusal(type, { before, after: null }, account)).toBeUndefined();
  });

  it('deletes the VPC once that is empty', () => {
    account.remember('aws_subnet', subnet, null);
    expect(refusal('aws_vpc', { before: vpc, after: null }, account)).toBeUndefined();
  });
});

describe('an account with a subnet', () => {
  const account = accountWith({ aws_vpc: vpc, aws_subnet: subnet });

  it.each([
    ['10.1.0.0/24', 'InvalidSubnet.Range: 10.1.0.0/24 does not lie within 10.0.0.0/16'],
    ['10.0.0.0/20', 'InvalidSubnet.Conflict: 10.0.0.0/20 overlaps with 10.0.1.0/24'],
    ['10.0.2.0/24', undefined],
  ])('judges another one at %s', (cidr_block, says) => {
    const message = refusal('aws_subnet', { before: null, after: { vpc_id: 'vpc-1', cidr_block } }, account);
    if (says === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(says);
  });
});
