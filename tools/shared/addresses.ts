const address = /(?<![\w.])(data\.)?(?:aws|terraform)_\w+\.[\w-]+/g;

/**
 * Returns the addresses of the resources and data sources to which the expressions in a value refer, such as
 * `aws_lb.app` and `data.aws_subnets.default`. Each address is returned once.
 */
export function addressesIn(value: unknown): readonly string[] {
  return [...new Set((JSON.stringify(value) ?? '').match(address))];
}

/** Returns an address without its index: `aws_ecs_service.app` for `aws_ecs_service.app[0]`. */
export function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}
