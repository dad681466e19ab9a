import { balanced, type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const publicSubnetIds = ['subnet-00000000000000001', 'subnet-00000000000000002'];
const privateSubnetIds = ['subnet-00000000000000003', 'subnet-00000000000000004'];
const network = { kind: 'existing', vpcId: 'vpc-0123456789abcdef0', publicSubnetIds } as const;
const open = synthesized({ ...balanced, network });
const tiers: Changes = { ...threeTiers, network: { ...network, privateSubnetIds } };
const hidden = synthesized(tiers);

const subnet = (group: string, id: string) => reference(`data.aws_subnet.network_${group}_${id.replace('-', '_')}.id`);

interface Condition {
  readonly condition: string;
  readonly error_message: string;
}
interface Conditions {
  readonly precondition?: readonly Condition[];
  readonly postcondition?: readonly Condition[];
}

/** Returns the preconditions and postconditions of the data sources of one type, sorted by address: private subnets come first. */
function conditionsOf(stack: SynthesizedStack, type: string): Condition[] {
  return Object.values(stack.data[type] ?? {}).flatMap(({ lifecycle = {} }) => {
    const { precondition = [], postcondition = [] } = lifecycle as Conditions;
    return [...precondition, ...postcondition];
  });
}

describe('ExistingVpc', () => {
  it.each([
    ['public', open],
    ['private', hidden],
  ])(
    'with tasks in %s subnets, creates nothing in the network except security groups and their rules',
    (_kind, { resource: all }) => {
      const ofNetwork = Object.keys(all).filter((type) =>
        /^aws_(vpc|subnet|route_|route$|internet|nat|eip|flow|network|default|ec2)/.test(type),
      );
      expect(ofNetwork.sort()).toEqual(['aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule']);
    },
  );

  it('has the tasks and the load balancer in its public subnets, with public addresses', () => {
    const subnets = publicSubnetIds.map((id) => subnet('public', id));
    expect(resource(open, 'aws_lb.load_balancer').subnets).toEqual(subnets);
    expect(resource(open, 'aws_ecs_service.app').network_configuration).toMatchObject({
      assign_public_ip: true,
      subnets,
    });
  });

  it('has tasks, hosts, the database and an internal load balancer in its private subnets, without public addresses', () => {
    const subnets = privateSubnetIds.map((id) => subnet('private', id));
    expect(resource(hidden, 'aws_lb.load_balancer')).toMatchObject({ internal: true, subnets });
    expect(resource(hidden, 'aws_ecs_service.app').network_configuration).toMatchObject({
      assign_public_ip: false,
      subnets,
    });
    expect(resource(hidden, 'aws_autoscaling_group.hosts').vpc_zone_identifier).toEqual(subnets);
    expect(resource(hidden, 'aws_db_subnet_group.profiles_database').subnet_ids).toEqual(subnets);
  });

  it('can be used without a load balancer', () => {
    const stack = synthesized({ ...fixture, network });
    expect(resource(stack, 'aws_ecs_service.app').network_configuration).toMatchObject({ assign_public_ip: true });
  });

  it('must have DNS support', () => {
    expect(conditionsOf(open, 'aws_vpc')).toEqual([
      {
        condition: reference('self.enable_dns_support'),
        error_message: expect.stringContaining('network.vpcId: vpc-0123456789abcdef0 has no DNS support'),
      },
    ]);
  });

  it('rejects a subnet of another VPC', () => {
    const found = conditionsOf(hidden, 'aws_subnets');
    expect(found.map(({ condition }) => condition)).toEqual([
      reference('(length(self.ids) == 2)'),
      reference('(length(self.ids) == 2)'),
    ]);
    expect(found.map(({ error_message: message }) => message.split(':')[0])).toEqual([
      'network.privateSubnetIds',
      'network.publicSubnetIds',
    ]);
  });

  it('must have the subnets of each list in different zones, and private subnets only in zones with public subnets', () => {
    expect(conditionsOf(open, 'aws_route_tables').map(({ error_message: message }) => message)).toEqual([
      expect.stringMatching(/^network\.publicSubnetIds: .* each must be in a different zone\./),
    ]);
    expect(conditionsOf(hidden, 'aws_route_tables').map(({ error_message: message }) => message)).toEqual([
      expect.stringMatching(/^network\.privateSubnetIds: .* each must be in a different zone\./),
      expect.stringMatching(
        /^network\.privateSubnetIds: .* A load balancer sends no requests to tasks in other zones\./,
      ),
      expect.stringMatching(/^network\.publicSubnetIds: .* each must be in a different zone\./),
    ]);
  });

  it('must have a default route to an internet gateway in public subnets, and to a NAT gateway in private subnets', () => {
    const isDefault = 'route.cidr_block == "0.0.0.0/0"';
    const toGateway = 'startswith(coalesce(route.gateway_id, "-"), "igw-")';
    const expected = (id: string, test: string, message: string) => ({
      condition: reference(`anytrue([for route in self.routes : ${isDefault} && ${test}])`),
      error_message: expect.stringContaining(`${id} has no route for 0.0.0.0/0 to ${message}`),
    });
    expect(conditionsOf(hidden, 'aws_route_table')).toEqual([
      ...privateSubnetIds.map((id) => expected(id, `!${toGateway}`, 'a NAT gateway')),
      ...publicSubnetIds.map((id) => expected(id, toGateway, 'an internet gateway')),
    ]);
  });

  it('reads the main route table of the VPC for a subnet without a route table of its own', () => {
    const table = hidden.data.aws_route_table?.network_public_routes_of_subnet_00000000000000001;
    expect(table?.route_table_id).toBe(
      reference(
        'element(concat(data.aws_route_tables.network_public_routes_of_subnet_00000000000000001.ids, [data.aws_vpc.network.main_route_table_id]), 0)',
      ),
    );
  });
});
