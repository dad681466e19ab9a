import { needsOf, StackOwner, table } from '@eight-digit/aws-permissions';
import { account } from '../../support/iam/role-policies';
import { editSequences } from '../../support/stacks/edits';
import { synthesized } from '../../support/stacks/synthesized';

/** The settings before and after each edit that an apply can make. */
const edits = editSequences.flatMap(({ name, shipped, edits }) => {
  let before = shipped;
  return edits.flatMap(({ title, changes, error }) => {
    const after = { ...before, ...changes };
    const row = { name, title, before, after };
    if (error !== undefined) return [];
    before = after;
    return [row];
  });
});

const ownerOf = (changes: Parameters<typeof synthesized>[0]) =>
  StackOwner.of(synthesized(changes), { accountId: account });
const typesOf = (owner: StackOwner) => [...new Set(owner.resources.map(({ type }) => type))];

/**
 * The types that a role of the new settings cannot delete. docs/bootstrap.md says when to apply the bootstrap after the environment:
 * without the table, a firewall, `cdn`, a domain, private subnets, `profiles` or a kind in `resources`.
 */
const appliedAfter =
  /^aws_(wafv2_web_acl_logging_configuration|wafv2_ip_set|cloudfront_|acm_|dynamodb_table$|route53_|eip|nat_gateway|instance|autoscaling_group|launch_template|iam_instance_profile|ecs_capacity_provider|db_|sqs_)/;

describe('Deploy role of the new settings', () => {
  it.each(edits)('$name, $title: can delete what the old settings had, except the documented types', (edit) => {
    const [before, after] = [ownerOf(edit.before), ownerOf(edit.after)];
    const allowed = new Set([...needsOf(after, 'reads'), ...needsOf(after, 'writes')].map(({ action }) => action));
    const missing = typesOf(before).filter((type) => table[type]?.writes.some((action) => !allowed.has(action)));
    expect(missing.filter((type) => !appliedAfter.test(type))).toEqual([]);
  });

  it('covers both additions and removals', () => {
    const counts = edits.map(({ before, after }) => {
      const [old, fresh] = [typesOf(ownerOf(before)), typesOf(ownerOf(after))];
      return [fresh.filter((type) => !old.includes(type)).length, old.filter((type) => !fresh.includes(type)).length];
    });
    expect(counts.filter(([added = 0]) => added > 0).length).toBeGreaterThan(3);
    expect(counts.filter(([, removed = 0]) => removed > 0).length).toBeGreaterThan(3);
  });
});
