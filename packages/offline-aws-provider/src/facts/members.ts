import type { Account } from '../account';
import type { Block } from '../schema';
import { isKnown, type Value, type Values } from '../value';

/** Something in the account that is one element of an attribute of another resource. */
interface Member {
  readonly type: string;
  readonly resource: Values;
  /** The element that it is there. */
  readonly element: Value;
}

/** @param fields the names of the fields of an element, if it is an object */
type FindMembers = (owner: Values, account: Account, fields: readonly string[]) => readonly Member[];

type CreateElement = (resource: Values, fields: readonly string[]) => Value;

/**
 * Attributes that hold what AWS has, whoever created it: a read fills them, and an apply removes what the configuration does not
 * list. Where a configuration leaves such an attribute out, nothing is removed.
 *
 * Source: `Read` and `Update` of these types in the provider's code.
 */
const members: Record<string, Record<string, FindMembers>> = {
  aws_iam_role_policies_exclusive: {
    policy_names: membersOf('aws_iam_role_policy', 'role', 'role_name', ({ name }) => name ?? null),
  },
  aws_iam_role_policy_attachments_exclusive: {
    policy_arns: membersOf(
      'aws_iam_role_policy_attachment',
      'role',
      'role_name',
      ({ policy_arn }) => policy_arn ?? null,
    ),
  },
  aws_default_security_group: rulesOfGroup(),
  aws_route_table: { route: membersOf('aws_route', 'route_table_id', 'id', routeElement) },
  aws_security_group: rulesOfGroup(),
};

/** What a read of a resource finds: its state, with what the account holds now. */
export function readMembers(type: string, block: Block, state: Values, account: Account): Values {
  const found = Object.entries(members[type] ?? {}).flatMap(([attribute, find]) => {
    const elements = find(state, account, fieldsOf(block, attribute)).map(({ element }) => element);
    // Rules inside a group are elements without a resource of their own; a group has these or those.
    return elements.length > 0 || type.endsWith('_exclusive') ? [[attribute, elements]] : [];
  });
  return { ...state, ...Object.fromEntries(found) };
}

/** Removes from the account what an applied resource does not list. */
export function removeUnlisted(type: string, block: Block, planned: Values, applied: Values, account: Account): void {
  for (const [attribute, find] of Object.entries(members[type] ?? {})) {
    const listed = planned[attribute];
    if (!isKnown(listed) || !Array.isArray(listed)) continue;
    const texts = new Set(listed.map((element) => JSON.stringify(element)));
    for (const { type: member, resource, element } of find(applied, account, fieldsOf(block, attribute))) {
      if (!texts.has(JSON.stringify(element))) account.remember(member, resource, null);
    }
  }
}

/** @param by the argument of the member that holds the owner's `key` */
function membersOf(type: string, by: string, key: string, createElement: CreateElement): FindMembers {
  return (owner, account, fields) =>
    account
      .resources(type)
      .filter((resource) => isKnown(owner[key]) && resource[by] === owner[key])
      .map((resource) => ({ type, resource, element: createElement(resource, fields) }));
}

/** The fields of the objects in an attribute, in the order in which Terraform sends them. */
function fieldsOf({ attributes }: Block, name: string): string[] {
  const type = attributes[name]?.type;
  const element = Array.isArray(type) ? type[1] : undefined;
  return Array.isArray(element) && element[0] === 'object' ? Object.keys(element[1]).sort() : [];
}

function rulesOfGroup(): Record<string, FindMembers> {
  const rules = (type: string) => membersOf(type, 'security_group_id', 'id', ruleElement);
  return {
    egress: rules('aws_vpc_security_group_egress_rule'),
    ingress: rules('aws_vpc_security_group_ingress_rule'),
  };
}

function ruleElement(rule: Values): Value {
  return {
    cidr_blocks: listOf(rule.cidr_ipv4),
    description: rule.description ?? '',
    from_port: rule.from_port ?? 0,
    ipv6_cidr_blocks: listOf(rule.cidr_ipv6),
    prefix_list_ids: listOf(rule.prefix_list_id),
    protocol: rule.ip_protocol ?? '-1',
    security_groups: listOf(rule.referenced_security_group_id),
    self: false,
    to_port: rule.to_port ?? 0,
  };
}

/** The arguments of a route that have another name in a route table. */
const routeArguments: Readonly<Record<string, string>> = {
  cidr_block: 'destination_cidr_block',
  ipv6_cidr_block: 'destination_ipv6_cidr_block',
};

/** The provider writes an empty text for each argument that a route lacks. Newer versions of the provider have more arguments. */
function routeElement(route: Values, fields: readonly string[]): Value {
  return Object.fromEntries(fields.map((field) => [field, route[routeArguments[field] ?? field] ?? '']));
}

function listOf(value: Value | undefined): Value[] {
  return isKnown(value) && value !== null && value !== '' ? [value] : [];
}
