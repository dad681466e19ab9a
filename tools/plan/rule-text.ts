import type { ResourceChange } from '../terraform/plan-json';
import type { PlanReferences } from './plan-references';

type Values = Readonly<Record<string, unknown>>;
type Direction = 'ingress' | 'egress';

/** For each type of resource that is a single rule of a security group, the direction of the traffic. */
const ruleDirections: Readonly<Record<string, Direction>> = {
  aws_vpc_security_group_ingress_rule: 'ingress',
  aws_vpc_security_group_egress_rule: 'egress',
};
const groups = ['aws_security_group', 'aws_default_security_group'];
const rulePeers = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'];
const blockPeers = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups'];

/** Whether an argument determines which traffic a security group lets in or out. */
export function isRuleArgument(type: string, argument: string): boolean {
  return type in ruleDirections || (groups.includes(type) && (argument === 'ingress' || argument === 'egress'));
}

/**
 * Returns the traffic that a resource lets in and out, such as `tcp 5432 from aws_security_group.app into aws_security_group.database`.
 * @param when whether to read the values before or after the apply
 * @returns an empty list for other types, for a resource that does not exist at that time, and for rules that the stack does not set
 */
export function ruleTexts(resource: ResourceChange, when: 'before' | 'after', references: PlanReferences): string[] {
  const { address, type, change } = resource;
  const values = change[when] as Values | null;
  if (!values) return [];
  const direction = ruleDirections[type];
  if (direction) return [separateRule(resource, { when, direction }, references)];
  // If the rules are separate resources, AWS fills the blocks `ingress` and `egress`. Only an update shows whether the
  // stack sets them.
  if (!groups.includes(type) || change.actions.join() !== 'update') return [];
  const unknown = Object(change.after_unknown) as Values;
  return (['ingress', 'egress'] as const).flatMap((each) =>
    (unknown[each] === true ? [] : listOf(values[each])).flatMap((rule) =>
      inlineRule(rule as Values, { direction: each, group: address }, references),
    ),
  );
}

function separateRule(
  { address, change }: ResourceChange,
  { when, direction }: { readonly when: 'before' | 'after'; readonly direction: Direction },
  references: PlanReferences,
): string {
  const values = change[when] as Values;
  const unknown = when === 'after' ? (Object(change.after_unknown) as Values) : {};
  const value = (argument: string) =>
    unknown[argument] === true ? references.target(address, argument) : references.nameOfId(values[argument]);
  const peer = rulePeers.map(value).find(Boolean);
  return sentence({ ...values, protocol: values.ip_protocol, direction, peer, group: value('security_group_id') });
}

/** Returns one sentence for each peer (a network or a security group) in a rule block of a security group. */
function inlineRule(
  rule: Values,
  { direction, group }: { readonly direction: Direction; readonly group: string },
  references: PlanReferences,
): string[] {
  const named = blockPeers.flatMap((argument) => listOf(rule[argument]).map((peer) => references.nameOfId(peer)));
  const peers = rule.self === true ? [...named, 'itself'] : named;
  return peers.map((peer) => sentence({ ...rule, direction, peer, group }));
}

interface Rule {
  readonly direction: Direction;
  readonly protocol?: unknown;
  readonly from_port?: unknown;
  readonly to_port?: unknown;
  /** The network or the security group to which the rule applies. */
  readonly peer: unknown;
  /** The security group that contains the rule. */
  readonly group: unknown;
}

function sentence({ direction, protocol, from_port: first, to_port: last, peer, group }: Rule): string {
  const ports = typeof first === 'number' && first >= 0 ? ` ${first === last ? first : `${first}-${last}`}` : '';
  const what = protocol === '-1' ? 'everything' : `${protocol}${ports}`;
  return direction === 'ingress' ? `${what} from ${peer} into ${group}` : `${what} to ${peer} out of ${group}`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
