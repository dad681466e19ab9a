import { fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const onFargate = { ...threeTiers, compute: fixture.compute };
const stack = synthesized(onFargate);

describe('Bastion', () => {
  it('is a t4g.nano in a private subnet', () => {
    expect(resource(stack, 'aws_launch_template.jump').instance_type).toBe('t4g.nano');
    expect(resource(stack, 'aws_instance.jump').subnet_id).toContain('aws_subnet.network_private_a.id');
  });

  it('accepts no connections, and connects only to HTTPS and PostgreSQL ports', () => {
    const group = reference('aws_security_group.jump.id');
    const rulesOf = (type: string) =>
      Object.values(stack.resource[type] ?? {}).filter(({ security_group_id }) => security_group_id === group);
    expect(rulesOf('aws_vpc_security_group_ingress_rule')).toEqual([]);
    expect(rulesOf('aws_vpc_security_group_egress_rule').map(({ to_port }) => to_port)).toEqual([443, 5432]);
  });

  it.each([
    ['with hosts', threeTiers],
    ['without a database', { ...onFargate, profiles: undefined }],
  ])('does not exist %s', (_title, changes) => {
    expect(synthesized(changes).resource).not.toHaveProperty('aws_instance');
  });
});
