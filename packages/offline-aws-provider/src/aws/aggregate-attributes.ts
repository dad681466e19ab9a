import { isKnown, type Value, type Values } from '../protocol/value';
import type { Block } from '../schema/provider-schema';
import type { Account } from './account';
import { routeElement, ruleElement } from './aggregate-elements';

/** A resource that is an element of another resource's attribute, for example a rule in the `ingress` of a security group. */
interface Member {
  readonly type: string;
  readonly resource: Values;
  readonly element: Value;
}

/**
 * Finds the resources that are elements of an attribute of `owner`.
 * @param fields the fields of an element, if it is an object
 */
type FindMembers = (owner: Values, account: Account, fields: readonly string[]) => readonly Member[];

type ElementOf = (resource: Values, fields: readonly string[]) => Value;

const securityGroupRules: Readonly<Record<string, FindMembers>> = {
  egress: membersOf(
    { type: 'aws_vpc_security_group_egress_rule', argument: 'security_group_id', key: 'id' },
    ruleElement,
  ),
  ingress: membersOf(
    { type: 'aws_vpc_security_group_ingress_rule', argument: 'security_group_id', key: 'id' },
    ruleElement,
  ),
};

/**
 * The attributes that list other resources, including those that Terraform has not created. A read returns all of these resources. An apply
 * deletes those that the configuration does not list, unless the configuration omits the attribute.
 * Source: `Read` and `Update` of these types in the provider's code
 */
const aggregateAttributes: Readonly<Record<string, Readonly<Record<string, FindMembers>>>> = {
  aws_iam_role_policies_exclusive: {
    policy_names: membersOf(
      { type: 'aws_iam_role_policy', argument: 'role', key: 'role_name' },
      ({ name = null }) => name,
    ),
  },
  aws_iam_role_policy_attachments_exclusive: {
    policy_arns: membersOf(
      { type: 'aws_iam_role_policy_attachment', argument: 'role', key: 'role_name' },
      ({ policy_arn = null }) => policy_arn,
    ),
  },
  aws_default_security_group: securityGroupRules,
  aws_route_table: { route: membersOf({ type: 'aws_route', argument: 'route_table_id', key: 'id' }, routeElement) },
  aws_security_group: securityGroupRules,
};

/** A resource type, its schema, and the account that contains the resource. */
interface ResourceOfType {
  readonly type: string;
  readonly block: Block;
  readonly account: Account;
}

/**
 * Returns the state of a resource after a refresh. Each aggregate attribute then lists the resources that the account currently contains.
 */
export function readAggregates({ type, block, account }: ResourceOfType, state: Values): Values {
  const found = Object.entries(aggregateAttributes[type] ?? {}).flatMap(([attribute, findMembers]) => {
    const elements = findMembers(state, account, fieldsOf(block, attribute)).map(({ element }) => element);
    // If no rules exist as resources, the state stays unchanged, because a security group can have inline rules instead.
    return elements.length > 0 || type.endsWith('_exclusive') ? [[attribute, elements]] : [];
  });
  return { ...state, ...Object.fromEntries(found) };
}

/** Deletes the resources that belong to the applied resource, but that its aggregate attributes do not list. */
export function deleteUnlisted({ type, block, account }: ResourceOfType, planned: Values, applied: Values): void {
  for (const [attribute, findMembers] of Object.entries(aggregateAttributes[type] ?? {})) {
    const listed = planned[attribute];
    if (!isKnown(listed) || !Array.isArray(listed)) continue;
    const texts = new Set(listed.map((element) => JSON.stringify(element)));
    for (const member of findMembers(applied, account, fieldsOf(block, attribute))) {
      if (!texts.has(JSON.stringify(member.element))) account.remember(member.type, member.resource, null);
    }
  }
}

/** How resources of a type refer to their owner. */
interface OwnerReference {
  readonly type: string;
  /** The argument of the resources that refers to the owner. */
  readonly argument: string;
  /** The attribute of the owner that this argument contains. */
  readonly key: string;
}

/** Returns a function that finds the resources of a type that belong to an owner. */
function membersOf({ type, argument, key }: OwnerReference, elementOf: ElementOf): FindMembers {
  return (owner, account, fields) =>
    account
      .resources(type)
      .filter((resource) => isKnown(owner[key]) && resource[argument] === owner[key])
      .map((resource) => ({ type, resource, element: elementOf(resource, fields) }));
}

/**
 * Returns the field names of the objects in an attribute, in the order in which Terraform sends the fields. Returns an empty list if the
 * elements are not objects.
 */
function fieldsOf({ attributes }: Block, name: string): string[] {
  const type = attributes[name]?.type;
  const element = Array.isArray(type) ? type[1] : undefined;
  return Array.isArray(element) && element[0] === 'object' ? Object.keys(element[1]).sort() : [];
}
