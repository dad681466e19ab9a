import { TerraformResource } from 'cdktf';
import { type EmptyStack, violations } from '../../support/stacks/violations';

describe('existing network', () => {
  const network = { kind: 'existing', vpcId: 'vpc-1', publicSubnetIds: [] } as const;
  const add = (type: string) => (stack: EmptyStack) =>
    new TerraformResource(stack, 'rule', { terraformResourceType: type });
  const changes = [
    ...['default_security_group', 'ec2_tag', 'flow_log', 'internet_gateway', 'main_route_table_association'],
    ...['nat_gateway', 'network_acl', 'route', 'route_table', 'route_table_association', 'subnet', 'vpc'],
    ...['vpc_endpoint', 'vpc_endpoint_route_table_association'],
  ].map((name) => `aws_${name}`);

  it.each(changes)('must not be changed by %s', (type) => {
    const message = `dev/rule: The environment uses an existing network, but ${type} changes it.`;
    const found = (kind?: typeof network) => violations(add(type), 'destroy', undefined, kind);
    const about = (list: readonly string[]) => list.filter((line) => line.startsWith(message));
    expect([about(found(network)).length, about(found()).length]).toEqual([1, 0]);
  });

  it.each(['aws_route53_record', 'aws_lb', 'aws_eip'])(
    'may be used with %s, because this type does not change the network',
    (type) => {
      expect(violations(add(type), 'destroy', undefined, network).join()).not.toContain('existing network');
    },
  );
});
