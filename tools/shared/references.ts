const address = /(?<![\w.])(data\.)?(?:aws|terraform)_\w+\.[\w-]+/g;

/**
 * The addresses of resources and data sources that the expressions of a value name, without repetitions: `aws_lb.app`,
 * `data.aws_subnets.default`.
 */
export function addressesIn(value: unknown): readonly string[] {
  return [...new Set((JSON.stringify(value) ?? '').match(address))];
}
