import { fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const onFargate = { ...threeTiers, compute: fixture.compute };
const stack = synthesized(onFargate);

it('is the smallest there is, in a private subnet', () => {
  expect(resource(stack, 'aws_launch_template.jump').instance_type).toBe('t4g.nano');
  expect(resource(stack, 'aws_instance.jump').subnet_id).toContain('aws_subnet.network_private_a.id');
});

it('lets nobody in, and reaches AWS and the database alone', () => {
  const group = reference('aws_security_group.jump.id');
  const of = (type: string) =>
    Object.values(stack.resource[type] ?? {}).filter(({ security_group_id }) => security_group_id === group);
  expect(of('aws_vpc_security_group_ingress_rule')).toEqual([]);
  expect(of('aws_vpc_security_group_egress_rule').map(({ to_port }) => to_port)).toEqual([443, 5432]);
});

it.each([
  ['hosts', threeTiers],
  ['no database', { ...onFargate, profiles: undefined }],
])('is not there where there are %s', (_what, changes) => {
  expect(synthesized(changes).resource).not.toHaveProperty('aws_instance');
});
