import type { SynthesizedStack } from './synthesized';

/**
 * Returns the addresses of everything in a stack to which expressions can refer, such as `aws_vpc.network`, `data.aws_subnets.network`,
 * `var.container_image` and `local.image`.
 */
function addressesIn({ resource, data, variable, locals, ...others }: SynthesizedStack): Set<string> {
  const { ephemeral = {} } = others as { readonly ephemeral?: Readonly<Record<string, object>> };
  const blocks = (section: Readonly<Record<string, object>> | undefined, prefix = '') =>
    Object.entries(section ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${prefix}${type}.${name}`),
    );
  const names = (section: object | undefined, prefix: string) =>
    Object.keys(section ?? {}).map((name) => prefix + name);
  return new Set([
    ...blocks(resource),
    ...blocks(data, 'data.'),
    ...blocks(ephemeral, 'ephemeral.'),
    ...names(variable, 'var.'),
    ...names(locals, 'local.'),
  ]);
}

/** Matches the addresses in an expression, or in a list of addresses such as `depends_on`. */
const address = /(?<![\w.])((?:data\.|ephemeral\.)?(?:aws|terraform)_\w+|var|local)\.([a-z]\w*)/g;

/**
 * Returns the strings in which Terraform looks for addresses: the expressions, and the elements of `depends_on` and `replace_triggered_by`.
 */
function referringTexts(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referringTexts(item, key));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => referringTexts(inner, name));
  }
  if (typeof value !== 'string') return [];
  if (['depends_on', 'replace_triggered_by'].includes(key)) return [value];
  return [...value.replaceAll('$${', '').matchAll(/\$\{(.*?)\}/gs)].map(([, expression = '']) => expression);
}

/** Returns the addresses to which a stack refers but that it does not contain. Terraform rejects such a stack. */
export function unknownReferences(stack: SynthesizedStack): string[] {
  const known = addressesIn(stack);
  const found = referringTexts(stack).flatMap((text) =>
    [...text.replaceAll(/"[^"]*"/g, '').matchAll(address)].map(([, type, name]) => `${type}.${name}`),
  );
  return [...new Set(found)].filter((one) => !known.has(one)).sort();
}
