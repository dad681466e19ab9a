import { complete } from '../../support/stacks/fixture-bootstrap';
import { balanced, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

type Named = Readonly<Record<string, Record<string, unknown>>>;

const stacks: [string, SynthesizedStack][] = [
  ['dev', synthesized()],
  ['staging', synthesized(balanced)],
  ['prod', synthesized(threeTiers)],
  ['prod on Fargate', synthesized({ ...threeTiers, compute: fixture.compute })],
  ['the bootstrap', synthesizedBootstrap(complete)],
];

/** The addresses of a type's resources whose argument `role` refers to the role, and the value of another argument of each. */
function ofRole(stack: SynthesizedStack, type: string, role: string, argument: string): [string, unknown][] {
  const found = Object.entries((stack.resource[type] ?? {}) as Named);
  return found
    .filter(([, { role: owner }]) => owner === reference(`aws_iam_role.${role}.name`))
    .map(([name, attributes]): [string, unknown] => [`${type}.${name}`, attributes[argument]])
    .sort();
}

function sorted(list: unknown = []): unknown[] {
  return [...(list as unknown[])].sort();
}

describe('ExclusivePolicies', () => {
  it.each(stacks)('lists every inline policy of every role of %s, after the policies', (_name, stack) => {
    for (const role of Object.keys(stack.resource.aws_iam_role ?? {})) {
      const policies = ofRole(stack, 'aws_iam_role_policy', role, 'name');
      const exclusive = resource(stack, `aws_iam_role_policies_exclusive.${role}`);
      expect(exclusive.role_name).toBe(reference(`aws_iam_role.${role}.name`));
      expect(sorted(exclusive.policy_names)).toEqual(sorted(policies.map(([, policy]) => policy)));
      expect(sorted(exclusive.depends_on)).toEqual(policies.map(([address]) => address));
    }
  });

  it.each(stacks)(
    'lists every attached policy of every role of %s, by an ARN that is known at plan time',
    (_name, stack) => {
      for (const role of Object.keys(stack.resource.aws_iam_role ?? {})) {
        const attachments = ofRole(stack, 'aws_iam_role_policy_attachment', role, 'policy_arn');
        const exclusive = resource(stack, `aws_iam_role_policy_attachments_exclusive.${role}`);
        const arns = attachments.map(([, arn]) => {
          const [, policy] = /^\$\{(.*)\.arn\}$/.exec(String(arn)) ?? [];
          const { name } = resource(stack, String(policy));
          return `arn:aws:iam::${reference('data.aws_caller_identity.current.account_id')}:policy/${name}`;
        });
        expect(sorted(exclusive.policy_arns)).toEqual(sorted(arns));
        expect(sorted(exclusive.depends_on)).toEqual(attachments.map(([address]) => address));
      }
    },
  );

  it.each(stacks)('lets a destroy of %s delete roles to which somebody added policies', (_name, stack) => {
    for (const role of Object.values(stack.resource.aws_iam_role ?? {})) {
      expect(role).toHaveProperty('force_detach_policies', true);
    }
  });
});

describe('security groups without rules of one direction', () => {
  const prod = synthesized(threeTiers);
  const onFargate = synthesized({ ...threeTiers, compute: fixture.compute });

  it.each<[string, SynthesizedStack, object]>([
    ['aws_default_security_group.network', synthesized(), { ingress: [], egress: [] }],
    ['aws_security_group.hosts', prod, { ingress: [] }],
    ['aws_security_group.jump', onFargate, { ingress: [] }],
    ['aws_security_group.profiles_database', prod, { egress: [] }],
  ])('%s has an explicit empty list, so that a plan finds a rule in it', (address, stack, lists) => {
    expect(resource(stack, address)).toMatchObject(lists);
  });

  it.each<[string, SynthesizedStack]>([
    ['prod', prod],
    ['prod on Fargate', onFargate],
    ['staging', synthesized(balanced)],
  ])('no group of %s has both a list and rules that are resources of the same direction', (_name, stack) => {
    for (const direction of ['ingress', 'egress']) {
      const rules = Object.values(stack.resource[`aws_vpc_security_group_${direction}_rule`] ?? {});
      const lists = Object.entries((stack.resource.aws_security_group ?? {}) as Named);
      for (const [name] of lists.filter(([, group]) => direction in group)) {
        expect(rules.map(({ security_group_id: group }) => group)).not.toContain(
          reference(`aws_security_group.${name}.id`),
        );
      }
    }
  });
});
