import { balanced, fixture, threeTiers } from '../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../support/stacks/synthesized';

describe('Security groups', () => {
  const prod = synthesized(threeTiers);
  const onFargate = synthesized({ ...threeTiers, compute: fixture.compute });

  it.each<[string, SynthesizedStack, object]>([
    ['aws_default_security_group.network', synthesized(), { ingress: [], egress: [] }],
    ['aws_security_group.hosts', prod, { ingress: [] }],
    ['aws_security_group.jump', onFargate, { ingress: [] }],
    ['aws_security_group.profiles_database', prod, { egress: [] }],
  ])(
    'without rules have an explicit empty list, so that a plan shows rules that somebody added: %s',
    (address, stack, lists) => {
      expect(resource(stack, address)).toMatchObject(lists);
    },
  );

  it.each<[string, SynthesizedStack]>([
    ['prod', prod],
    ['prod on Fargate', onFargate],
    ['staging', synthesized(balanced)],
  ])('of %s never combine a list of rules with rule resources of the same direction', (_name, stack) => {
    for (const direction of ['ingress', 'egress']) {
      const rules = Object.values(stack.resource[`aws_vpc_security_group_${direction}_rule`] ?? {});
      const lists = Object.entries(stack.resource.aws_security_group ?? {});
      for (const [name] of lists.filter(([, group]) => direction in group)) {
        expect(rules.map(({ security_group_id: group }) => group)).not.toContain(
          reference(`aws_security_group.${name}.id`),
        );
      }
    }
  });
});
