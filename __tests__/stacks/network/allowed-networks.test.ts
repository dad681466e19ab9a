import { balanced, fixture } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const list = 'pl-0123456789abcdef0';
const allowFrom = ['203.0.113.0/24', list];
const domain = { name: 'app.example.com', zone: 'example.com' };
const direct = synthesized({ ingress: { ...fixture.ingress, allowFrom } });
const secure = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain, allowFrom } });

/** Returns the port and the source of each ingress rule of a security group. */
function rulesOf(stack: SynthesizedStack, group: string): unknown[] {
  return Object.values(stack.resource.aws_vpc_security_group_ingress_rule ?? {})
    .filter(({ security_group_id: id }) => id === reference(`${group}.id`))
    .map(({ from_port: port, cidr_ipv4, prefix_list_id }) => [port, cidr_ipv4 ?? prefix_list_id]);
}

describe('allowFrom', () => {
  const listOf = (scope: string) => reference(`data.aws_ec2_managed_prefix_list.${scope}_pl_0123456789abcdef0.id`);

  it('without a load balancer, replaces the rule that opens the tasks to the internet', () => {
    expect(rulesOf(direct, 'aws_security_group.app')).toEqual([
      [5000, '203.0.113.0/24'],
      [5000, listOf('app')],
    ]);
  });

  it('with a load balancer, replaces the rules that open both of its ports to the internet', () => {
    expect(rulesOf(secure, 'aws_security_group.load_balancer')).toEqual([
      [80, '203.0.113.0/24'],
      [443, '203.0.113.0/24'],
      [80, listOf('load_balancer')],
      [443, listOf('load_balancer')],
    ]);
  });

  it('does not change how the load balancer reaches the tasks', () => {
    const rules = [
      'aws_vpc_security_group_ingress_rule.app_from_load_balancer',
      'aws_vpc_security_group_egress_rule.app_to_tasks',
    ];
    const open = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } });
    for (const rule of rules) expect(resource(secure, rule)).toEqual(resource(open, rule));
  });

  it.each([
    ['direct', direct],
    ['load-balanced', secure],
  ])('with %s ingress, leaves no rule that allows the whole internet', (_kind, stack) => {
    expect(JSON.stringify(stack.resource.aws_vpc_security_group_ingress_rule)).not.toContain('0.0.0.0/0');
  });

  it('looks up prefix lists, and accepts only lists of IPv4 ranges', () => {
    expect(Object.values(direct.data.aws_ec2_managed_prefix_list ?? {})).toMatchObject([
      {
        id: list,
        lifecycle: { postcondition: [{ condition: reference('(self.address_family == "IPv4")') }] },
      },
    ]);
  });

  it('shows a warning in the plan if the entries of prefix lists exceed the quota of the security group', () => {
    const { check } = secure as unknown as { check: Record<string, { assert: readonly unknown[] }> };
    expect(check.allowed_networks?.assert).toEqual([
      expect.objectContaining({ condition: reference('(local.load_balancer_allowed_rules <= 60)') }),
    ]);
    expect(secure.locals.load_balancer_allowed_rules).toContain('.max_entries');
  });

  it('is printed as the output allowed_networks', () => {
    expect(direct.output.allowed_networks?.value).toBe('203.0.113.0/24, pl-0123456789abcdef0');
  });
});
