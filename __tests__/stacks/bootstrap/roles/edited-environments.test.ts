import { StackOwner } from '@eight-digit/aws-permissions';
import { formerNames } from '../../../../stacks/bootstrap/former-names';
import { callsOnExisting, neededCalls, rejectedCalls } from '../../../support/iam/needed-calls';
import { account } from '../../../support/iam/role-policies';
import { bootstrapFirst, environmentFirst, twoEdits } from '../../../support/stacks/edit-orders';
import { editSequences } from '../../../support/stacks/edits';
import { type Changes, fixtureWith } from '../../../support/stacks/fixture-environment';
import { synthesized } from '../../../support/stacks/synthesized';

/** Returns the changes without project and region: no role of the bootstrap can apply changes of these two (see docs/changes.md). */
const withoutMove = ({ project: _project, region: _region, ...changes }: Changes): Changes => changes;

/** The settings before and after each edit that an apply can make. */
const edits = editSequences.flatMap(({ name, shipped, edits }) => {
  let before: Changes = shipped;
  return edits.flatMap(({ title, changes, error }) => {
    const after = { ...before, ...withoutMove(changes) };
    const row = { name, title, before, after };
    if (error !== undefined) return [];
    before = after;
    return [row];
  });
});

const owners = new Map<string, StackOwner>();
function ownerOf(changes: Changes): StackOwner {
  const environment = fixtureWith(changes);
  const key = JSON.stringify(environment);
  const owner =
    owners.get(key) ??
    StackOwner.fromDocument(synthesized(changes), {
      accountId: account,
      formerNames: formerNames(environment, account),
    });
  owners.set(key, owner);
  return owner;
}
const typesOf = (owner: StackOwner) => [...new Set(owner.resources.map(({ type }) => type))];

/** The calls that fail if the bootstrap is applied before the edit is deployed. */
const lostBefore = (before: Changes, after: Changes) => rejectedCalls(callsOnExisting(ownerOf(before)), ownerOf(after));
/** The calls that fail if the edit is deployed before the bootstrap is applied. */
const missingYet = (before: Changes, after: Changes) => rejectedCalls(neededCalls(ownerOf(after)), ownerOf(before));

const hasFirewall = (changes: Changes) => ownerOf(changes).has('aws_wafv2_web_acl');
const hasQueue = (changes: Changes) => ownerOf(changes).has('aws_sqs_queue');
const domainOf = ({ ingress }: Changes) => (ingress?.kind === 'load-balanced' ? ingress.domain : undefined);
const zoneOf = (changes: Changes) => (domainOf(changes)?.zone === undefined ? undefined : domainOf(changes)?.name);
const cdnOf = ({ ingress }: Changes) => ingress?.kind === 'load-balanced' && ingress.cdn !== undefined;
const tableOf = (changes: Changes) => JSON.stringify(fixtureWith(changes).table);

/**
 * Removals that must be deployed before the bootstrap is applied (see docs/changes.md). `calls` matches the calls that only the role of
 * the old settings may make. Each call has the format `<resource type> <action> <resource>`.
 */
const removals: readonly [isRemoved: (before: Changes, after: Changes) => boolean, calls: RegExp][] = [
  [(before, after) => tableOf(before) !== tableOf(after), /^aws_dynamodb_table /],
  [(before, after) => zoneOf(before) !== zoneOf(after), /^aws_(acm|route53)_/],
  [(before, after) => cdnOf(before) && !cdnOf(after), /^aws_cloudfront_|:us-east-1:/],
  [(before, after) => hasFirewall(before) && !hasFirewall(after), /^aws_wafv2_web_acl_logging_configuration /],
  [
    (before, after) => ownerOf(before).isPrivate && !ownerOf(after).isPrivate,
    /^aws_(eip|nat_gateway|instance|autoscaling_group|launch_template|iam_instance_profile|ecs_capacity_provider) /,
  ],
  [
    ({ profiles }, after) => profiles !== undefined && after.profiles === undefined,
    /^aws_(db_|s3_|ssm_parameter)|:\/aws\/rds\/instance\//,
  ],
  [(before, after) => hasQueue(before) && !hasQueue(after), /^aws_sqs_/],
];

describe('Deploy role of the new settings', () => {
  it.each(edits)(
    'can change and delete the resources of the old settings, except in documented removals: $name with $title',
    (edit) => {
      const { before, after } = edit;
      const documented = removals.filter(([isRemoved]) => isRemoved(before, after)).map(([, calls]) => calls);
      const lost = lostBefore(before, after).map(({ type, action, resource }) => `${type} ${action} ${resource}`);
      expect(lost.filter((call) => !documented.some((calls) => calls.test(call)))).toEqual([]);
    },
  );

  it('is tested with at least four edits that add a resource type, and four that remove one', () => {
    const counts = edits.map(({ before, after }) => {
      const [old, fresh] = [typesOf(ownerOf(before)), typesOf(ownerOf(after))];
      return [fresh.filter((type) => !old.includes(type)).length, old.filter((type) => !fresh.includes(type)).length];
    });
    expect(counts.filter(([added = 0]) => added > 0).length).toBeGreaterThan(3);
    expect(counts.filter(([, removed = 0]) => removed > 0).length).toBeGreaterThan(3);
  });
});

describe('Edit of an environment', () => {
  it.each(bootstrapFirst)('may be deployed after the bootstrap is applied if it %s', (_title, before, changes) => {
    expect(lostBefore(before, { ...before, ...changes })).toEqual([]);
  });

  it.each(environmentFirst)('must be deployed before the bootstrap is applied if it %s', (_title, before, changes) => {
    const after = { ...before, ...changes };
    expect(missingYet(before, after)).toEqual([]);
    expect(lostBefore(before, after)).not.toEqual([]);
  });

  it.each(twoEdits)(
    'must be split into two edits, of which the first only removes resources, if it %s',
    (_title, before, changes, first) => {
      const [between, after] = [
        { ...before, ...first },
        { ...before, ...changes },
      ];
      expect(lostBefore(before, after)).not.toEqual([]);
      expect(missingYet(before, after)).not.toEqual([]);
      expect(missingYet(before, between)).toEqual([]);
      expect(lostBefore(between, after)).toEqual([]);
    },
  );

  it('needs only calls that the deploy role of the new settings may make', () => {
    const all = edits.flatMap(({ after }) => missingYet(after, after));
    expect(all).toEqual([]);
  });
});
