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

/** Finds the resources of a type that belong to the role. Returns their addresses and the values of `argument`, sorted by address. */
function resourcesOfRole(stack: SynthesizedStack, type: string, role: string, argument: string): [string, unknown][] {
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
  it.each(stacks)('lists every inline policy of every role of %s, and depends on the policies', (_name, stack) => {
    for (const role of Object.keys(stack.resource.aws_iam_role ?? {})) {
      const policies = resourcesOfRole(stack, 'aws_iam_role_policy', role, 'name');
      const exclusive = resource(stack, `aws_iam_role_policies_exclusive.${role}`);
      expect(exclusive.role_name).toBe(reference(`aws_iam_role.${role}.name`));
      expect(sorted(exclusive.policy_names)).toEqual(sorted(policies.map(([, policy]) => policy)));
      expect(sorted(exclusive.depends_on)).toEqual(policies.map(([address]) => address));
    }
  });

  it.each(stacks)(
    'lists every attached policy of every role of %s, with an ARN that is known at plan time',
    (_name, stack) => {
      for (const role of Object.keys(stack.resource.aws_iam_role ?? {})) {
        const attachments = resourcesOfRole(stack, 'aws_iam_role_policy_attachment', role, 'policy_arn');
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

  it.each(stacks)('allows Terraform to delete the roles of %s even if somebody added policies', (_name, stack) => {
    for (const role of Object.values(stack.resource.aws_iam_role ?? {})) {
      expect(role).toHaveProperty('force_detach_policies', true);
    }
  });
});
