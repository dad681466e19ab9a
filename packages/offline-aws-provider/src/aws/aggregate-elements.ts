import { isKnown, type Value, type Values } from '../protocol/value';

/** Returns a security group rule as an element of the attributes `ingress` and `egress`. */
export function ruleElement(rule: Values): Value {
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

/**
 * Maps each field of a route table's attribute `route` to the argument of `aws_route` with the same meaning. Only names that differ are
 * listed.
 */
const routeArguments: Readonly<Record<string, string>> = {
  cidr_block: 'destination_cidr_block',
  ipv6_cidr_block: 'destination_ipv6_cidr_block',
};

/**
 * Returns a route as an element of the attribute `route`. As in the real provider, fields that the route does not set are empty strings.
 * @param fields the names of the fields, which depend on the version of the bindings
 */
export function routeElement(route: Values, fields: readonly string[]): Value {
  return Object.fromEntries(fields.map((field) => [field, route[routeArguments[field] ?? field] ?? '']));
}

function listOf(value: Value | undefined): Value[] {
  return isKnown(value) && value !== '' ? [value] : [];
}
