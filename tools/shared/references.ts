const address = /(?<![\w.])(data\.)?(?:aws|terraform)_\w+\.[\w-]+/g;

/**
 * Returns the addresses of the resources and data sources referenced by a value's expressions, without duplicates:
 * `aws_lb.app`, `data.aws_subnets.default`.
 */
export function addressesIn(value: unknown): readonly string[] {
  return [...new Set((JSON.stringify(value) ?? '').match(address))];
}
