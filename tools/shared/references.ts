const address = /(?<![\w.])(data\.)?(?:aws|terraform)_\w+\.[\w-]+/g;

/**
 * Returns the addresses of the resources and data sources to which the expressions in a value refer, such as
 * `aws_lb.app` and `data.aws_subnets.default`. Each address is returned once.
 */
export function addressesIn(value: unknown): readonly string[] {
  return [...new Set((JSON.stringify(value) ?? '').match(address))];
}
