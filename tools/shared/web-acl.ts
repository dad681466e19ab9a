import type { Block } from './synthesized-stack';

/**
 * Whether a rule of a web ACL blocks all requests except those from an IP set. `ingress.allowFrom` creates such a rule
 * for CloudFront.
 * @param rule a rule from synthesized JSON or from a plan. In a plan, each block is a list
 */
export function allowsOnlyIpSet({ action, statement }: Block): boolean {
  const excepted = ['not_statement', 'statement', 'ip_set_reference_statement'].reduce(blockIn, statement);
  return blockIn(action, 'block') !== undefined && excepted !== undefined;
}

/** Returns the nested block with this name; undefined if there is none. */
function blockIn(value: unknown, name: string): unknown {
  const found = (only(value) as Block | undefined)?.[name];
  return only(found) ?? undefined;
}

function only(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
