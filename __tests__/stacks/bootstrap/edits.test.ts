import { StackOwner } from '@eight-digit/aws-permissions';
import { formerNames } from '../../../stacks/bootstrap/environment-access';
import { queue } from '../../../stacks/resources/queue';
import { callsOnExisting, type NeededCall, neededCalls, rejectedCalls } from '../../support/iam/needed-calls';
import { account } from '../../support/iam/role-policies';
import { editSequences } from '../../support/stacks/edits';
import { balanced, type Changes, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

/** No role of the bootstrap can apply another project or region: docs/changes.md says so. */
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
    StackOwner.of(synthesized(changes), { accountId: account, formerNames: formerNames(environment, account) });
  owners.set(key, owner);
  return owner;
}
const typesOf = (owner: StackOwner) => [...new Set(owner.resources.map(({ type }) => type))];

/** The calls that fail if the bootstrap is applied before the edit is deployed. */
const lostBefore = (before: Changes, after: Changes) => rejectedCalls(callsOnExisting(ownerOf(before)), ownerOf(after));
/** The calls that fail if the edit is deployed before the bootstrap is applied. */
const missingYet = (before: Changes, after: Changes) => rejectedCalls(neededCalls(ownerOf(after)), ownerOf(before));
const typesIn = (calls: readonly NeededCall[]) => [...new Set(calls.map(({ type }) => type))].sort();

const hasFirewall = (changes: Changes) => ownerOf(changes).has('aws_wafv2_web_acl');
const hasQueue = (changes: Changes) => ownerOf(changes).has('aws_sqs_queue');
const domainOf = ({ ingress }: Changes) => (ingress?.kind === 'load-balanced' ? ingress.domain : undefined);
const zoneOf = (changes: Changes) => (domainOf(changes)?.zone === undefined ? undefined : domainOf(changes)?.name);
const cdnOf = ({ ingress }: Changes) => ingress?.kind === 'load-balanced' && ingress.cdn !== undefined;
const tableOf = (changes: Changes) => JSON.stringify(fixtureWith(changes).table);

/**
 * The removals that are deployed before the bootstrap is applied, as docs/changes.md says, and the calls that only the role of the old
 * settings may make: the type, the action and the resource.
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
    '$name, $title: can change and delete what the old settings had, except the documented removals',
    (edit) => {
      const { before, after } = edit;
      const documented = removals.filter(([isRemoved]) => isRemoved(before, after)).map(([, calls]) => calls);
      const lost = lostBefore(before, after).map(({ type, action, resource }) => `${type} ${action} ${resource}`);
      expect(lost.filter((call) => !documented.some((calls) => calls.test(call)))).toEqual([]);
    },
  );

  it('covers both additions and removals', () => {
    const counts = edits.map(({ before, after }) => {
      const [old, fresh] = [typesOf(ownerOf(before)), typesOf(ownerOf(after))];
      return [fresh.filter((type) => !old.includes(type)).length, old.filter((type) => !fresh.includes(type)).length];
    });
    expect(counts.filter(([added = 0]) => added > 0).length).toBeGreaterThan(3);
    expect(counts.filter(([, removed = 0]) => removed > 0).length).toBeGreaterThan(3);
  });
});

const [dev, staging, prod]: readonly Changes[] = [{}, balanced, threeTiers];
const zone = (name: string): Changes => ({ ingress: { kind: 'load-balanced', domain: { name, zone: 'example.com' } } });
const certificateArn = `arn:aws:acm:eu-central-1:${account}:certificate/12345678-1234-1234-1234-123456789012`;
const existing = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-00000000000000001', 'subnet-00000000000000002'],
} as const;
const { privateSubnets: _subnets, nat: _nat, ...publicNetwork } = threeTiers.network;
const cdn = (changes: object): Changes => ({ ingress: { kind: 'load-balanced', cdn: {}, ...changes } });
/** The first of two edits that leave private subnets. */
const leaving: Changes = { network: publicNetwork, profiles: undefined, compute: fixtureWith({}).compute };

/** Single edits. `after` is deployed before the bootstrap is applied, and `two` is deployed as two edits with this one first. */
const orders: readonly {
  title: string;
  shipped?: Changes;
  from?: Changes;
  to: Changes;
  order: 'first' | 'after' | Changes;
}[] = [
  {
    title: 'table: none',
    shipped: dev,
    to: { app: { container: { port: 80, healthPath: '/' } }, table: 'none' },
    order: 'after',
  },
  { title: 'the default name of the table', shipped: dev, to: { table: undefined }, order: 'after' },
  { title: 'a chosen name of the table', shipped: staging, to: { table: { name: 'Chosen' } }, order: 'first' },
  {
    title: 'another chosen name of the table',
    shipped: dev,
    to: { table: { name: 'Other' } },
    order: { table: undefined },
  },
  { title: 'no domain', shipped: staging, from: zone('a.example.com'), to: balanced, order: 'after' },
  {
    title: 'a certificate instead of a zone',
    shipped: staging,
    from: zone('a.example.com'),
    to: { ingress: { kind: 'load-balanced', domain: { name: 'a.example.com', certificateArn } } },
    order: 'after',
  },
  {
    title: 'another domain',
    shipped: staging,
    from: zone('a.example.com'),
    to: zone('b.example.com'),
    order: balanced,
  },
  { title: 'a domain', shipped: staging, to: zone('a.example.com'), order: 'first' },
  {
    title: 'no firewall',
    shipped: staging,
    from: { ingress: { kind: 'load-balanced', firewall: {} } },
    to: { ingress: { kind: 'load-balanced', firewall: 'off' } },
    order: 'after',
  },
  { title: 'no cdn', shipped: staging, from: cdn({}), to: balanced, order: 'after' },
  { title: 'cdn', shipped: staging, to: cdn({}), order: 'first' },
  {
    title: 'no allowFrom, with cdn and a firewall',
    shipped: staging,
    from: cdn({ firewall: {}, allowFrom: ['203.0.113.0/24'] }),
    to: cdn({ firewall: {} }),
    order: 'first',
  },
  {
    title: 'no allowFrom, with cdn and no firewall',
    shipped: staging,
    from: cdn({ allowFrom: ['203.0.113.0/24'] }),
    to: cdn({}),
    order: 'after',
  },
  {
    title: 'no private subnets',
    shipped: prod,
    from: { compute: leaving.compute, profiles: undefined },
    to: { network: publicNetwork },
    order: 'after',
  },
  { title: 'no profiles', shipped: prod, to: { profiles: undefined }, order: 'after' },
  {
    title: 'no queue',
    shipped: staging,
    from: { resources: { jobs: queue() } },
    to: { resources: undefined },
    order: 'after',
  },
  { title: 'a queue', shipped: staging, to: { resources: { jobs: queue() } }, order: 'first' },
  { title: 'Fargate, without hosts', shipped: prod, to: { compute: leaving.compute }, order: 'first' },
  { title: 'from the default VPC to an existing one', shipped: staging, to: { network: existing }, order: 'first' },
  {
    title: 'from private subnets to the default VPC',
    shipped: prod,
    to: { ...leaving, network: { kind: 'default' } },
    order: leaving,
  },
  {
    title: 'from private subnets to an existing VPC without them',
    shipped: prod,
    to: { ...leaving, network: existing },
    order: leaving,
  },
];

describe('Order of the bootstrap and the environment', () => {
  const rows = orders.map(({ shipped, from, to, ...row }) => {
    const before = { ...shipped, ...from };
    return { ...row, before, after: { ...before, ...to } };
  });

  it.each(rows.filter(({ order }) => order === 'first'))('$title: the bootstrap first', ({ before, after }) => {
    expect(lostBefore(before, after)).toEqual([]);
    expect(missingYet(after, after)).toEqual([]);
  });

  it.each(rows.filter(({ order }) => order === 'after'))('$title: the environment first', ({ before, after }) => {
    expect(missingYet(before, after)).toEqual([]);
    expect(lostBefore(before, after)).not.toEqual([]);
  });

  it.each(rows.filter(({ order }) => typeof order === 'object'))(
    '$title: two edits, the first one only removes',
    (row) => {
      const { before, after, order } = row;
      const between = { ...before, ...(order as Changes) };
      expect([typesIn(lostBefore(before, after)), typesIn(missingYet(before, after))]).not.toContainEqual([]);
      expect(missingYet(before, between)).toEqual([]);
      expect(lostBefore(between, after)).toEqual([]);
    },
  );
});
