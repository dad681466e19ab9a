import { threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();

describe('DedicatedVpc', () => {
  it('has the address range of the environment file', () => {
    expect(resource(stack, 'aws_vpc.network')).toMatchObject({ cidr_block: '10.0.0.0/16', enable_dns_support: true });
  });

  it.each([
    ['a', '10.0.1.0/24'],
    ['b', '10.0.2.0/24'],
  ])('has a public subnet in zone %s', (zone, cidr) => {
    expect(resource(stack, `aws_subnet.network_public_${zone}`)).toMatchObject({
      availability_zone: `eu-central-1${zone}`,
      cidr_block: cidr,
    });
  });

  it('assigns no public addresses in its subnets by default', () => {
    expect(resource(stack, 'aws_subnet.network_public_a').map_public_ip_on_launch).toBe(false);
  });

  it.each(['a', 'b'])('sends traffic from public subnet %s to the internet gateway', (zone) => {
    expect(resource(stack, `aws_route_table_association.network_public_${zone}`)).toMatchObject({
      route_table_id: reference('aws_route_table.network_public.id'),
    });
    expect(resource(stack, 'aws_route.network_public')).toMatchObject({
      destination_cidr_block: '0.0.0.0/0',
      gateway_id: reference('aws_internet_gateway.network.id'),
    });
  });

  it('reaches DynamoDB through a gateway endpoint in the route table of the tasks', () => {
    expect(resource(stack, 'aws_vpc_endpoint.network_dynamodb')).toMatchObject({
      vpc_endpoint_type: 'Gateway',
      service_name: 'com.amazonaws.eu-central-1.dynamodb',
      route_table_ids: [reference('aws_route_table.network_public.id')],
    });
  });

  it('removes all rules from the default security group', () => {
    expect(resource(stack, 'aws_default_security_group.network')).toMatchObject({ ingress: [], egress: [] });
  });

  it('has its subnets in the zones of the region in the settings', () => {
    const moved = synthesized({
      region: 'us-west-1',
      network: { kind: 'dedicated', cidr: '10.9.0.0/16', publicSubnets: { a: '10.9.0.0/24', c: '10.9.1.0/24' } },
    });
    expect(resource(moved, 'aws_subnet.network_public_c')).toMatchObject({ availability_zone: 'us-west-1c' });
  });

  it("accepts connections from the internet only on the app's port", () => {
    const rules = Object.values(stack.resource.aws_vpc_security_group_ingress_rule ?? {});
    expect(rules).toEqual([
      expect.objectContaining({ cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 5000, to_port: 5000 }),
    ]);
  });

  it('allows the app to open only HTTPS connections', () => {
    const rules = Object.values(stack.resource.aws_vpc_security_group_egress_rule ?? {});
    expect(rules).toEqual([expect.objectContaining({ ip_protocol: 'tcp', from_port: 443, to_port: 443 })]);
  });

  it('creates a new security group before it deletes the old one', () => {
    expect(resource(stack, 'aws_security_group.app')).toMatchObject({
      name_prefix: 'eight-digit-dev-app-',
      lifecycle: { create_before_destroy: true },
    });
  });

  it.each([
    'aws_internet_gateway.network',
    'aws_route.network_public',
    'aws_route_table.network_public',
    'aws_route_table_association.network_public_a',
    'aws_security_group.app',
    'aws_subnet.network_public_a',
    'aws_vpc_endpoint.network_dynamodb',
    'aws_vpc_security_group_egress_rule.app_https',
    'aws_vpc_security_group_ingress_rule.app_internet',
  ])('creates a new %s before it deletes the old one, so that the tasks can move', (address) => {
    expect(resource(stack, address).lifecycle).toMatchObject({ create_before_destroy: true });
  });

  it('replaces the internet gateway together with the VPC', () => {
    expect(resource(stack, 'aws_internet_gateway.network').lifecycle).toMatchObject({
      replace_triggered_by: ['aws_vpc.network.id'],
    });
  });

  describe('with private subnets', () => {
    const stack = synthesized(threeTiers);
    const perZone = synthesized({ ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } });
    const natOf = (zone: string) => reference(`aws_nat_gateway.network_nat_${zone}.id`);

    it.each([
      ['a', '10.2.16.0/20'],
      ['b', '10.2.32.0/20'],
    ])('has a private subnet in zone %s, with its own route table', (zone, cidr_block) => {
      const subnet = { availability_zone: `eu-central-1${zone}`, cidr_block, map_public_ip_on_launch: false };
      expect(resource(stack, `aws_subnet.network_private_${zone}`)).toMatchObject(subnet);
      expect(resource(stack, `aws_route_table_association.network_private_${zone}`)).toMatchObject({
        route_table_id: reference(`aws_route_table.network_private_${zone}.id`),
      });
    });

    it.each([
      ['one NAT gateway', 'a', 'a', stack],
      ['one NAT gateway', 'b', 'a', stack],
      ['a NAT gateway in every zone', 'a', 'a', perZone],
      ['a NAT gateway in every zone', 'b', 'b', perZone],
    ])('with %s, routes traffic of zone %s through zone %s', (_title, zone, gateway, of) => {
      expect(resource(of, `aws_route.network_private_${zone}`)).toMatchObject({
        destination_cidr_block: '0.0.0.0/0',
        nat_gateway_id: natOf(gateway),
      });
    });

    it('has only the NAT gateways that the environment file sets', () => {
      expect(Object.keys(stack.resource.aws_nat_gateway ?? {})).toEqual(['network_nat_a']);
      expect(Object.keys(perZone.resource.aws_nat_gateway ?? {})).toEqual(['network_nat_a', 'network_nat_b']);
    });

    it('creates NAT gateways in public subnets, after the route to the internet', () => {
      expect(resource(stack, 'aws_nat_gateway.network_nat_a')).toMatchObject({
        subnet_id: reference('aws_subnet.network_public_a.id'),
        depends_on: expect.arrayContaining(['aws_route.network_public']),
      });
    });

    it.each(['dynamodb', 's3'])(
      'reaches %s without the NAT gateway, because AWS charges for each byte through the gateway',
      (service) => {
        expect(resource(stack, `aws_vpc_endpoint.network_${service}`)).toMatchObject({
          service_name: `com.amazonaws.eu-central-1.${service}`,
          route_table_ids: ['public', 'private_a', 'private_b'].map((name) =>
            reference(`aws_route_table.network_${name}.id`),
          ),
        });
      },
    );
  });
});
