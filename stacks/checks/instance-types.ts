import type { Environment } from '../environment';
import { nearest } from './nearest';

/** The families of EC2 instances that run Linux containers, as of November 2026. */
const ec2Families = [
  ...['t2', 't3', 't3a', 't4g', 'a1'],
  ...['m4', 'm5', 'm5a', 'm5ad', 'm5d', 'm5dn', 'm5n', 'm5zn', 'm6a', 'm6g', 'm6gd', 'm6i', 'm6id', 'm6idn', 'm6in'],
  ...['m7a', 'm7g', 'm7gd', 'm7i', 'm7i-flex', 'm8a', 'm8g', 'm8gb', 'm8gd', 'm8gn', 'm8i', 'm8id', 'm8i-flex'],
  ...['c4', 'c5', 'c5a', 'c5ad', 'c5d', 'c5n', 'c6a', 'c6g', 'c6gd', 'c6gn', 'c6i', 'c6id', 'c6in', 'c7a', 'c7g'],
  ...['c7gd', 'c7gn', 'c7i', 'c7i-flex', 'c8a', 'c8g', 'c8gb', 'c8gd', 'c8gn', 'c8i', 'c8id', 'c8i-flex'],
  ...['r4', 'r5', 'r5a', 'r5ad', 'r5b', 'r5d', 'r5dn', 'r5n', 'r6a', 'r6g', 'r6gd', 'r6i', 'r6id', 'r6idn', 'r6in'],
  ...['r7a', 'r7g', 'r7gd', 'r7i', 'r7iz', 'r8a', 'r8g', 'r8gb', 'r8gd', 'r8gn', 'r8i', 'r8id', 'r8i-flex'],
  ...['x1', 'x1e', 'x2gd', 'x2idn', 'x2iedn', 'x2iezn', 'x8g', 'z1d', 'i3', 'i3en', 'i4g', 'i4i', 'i7i', 'i7ie', 'i8g'],
  ...[
    'i8ge',
    'im4gn',
    'is4gen',
    'd2',
    'd3',
    'd3en',
    'g4ad',
    'g4dn',
    'g5',
    'g5g',
    'g6',
    'g6e',
    'g6f',
    'gr6',
    'inf1',
    'inf2',
  ],
  ...['p3', 'p4d', 'p5', 'p5e', 'p5en', 'trn1', 'trn1n', 'trn2', 'vt1', 'f1', 'f2', 'hpc6a', 'hpc7a', 'hpc7g'],
];

/** The families of RDS instances that run PostgreSQL, without `db.`, as of November 2026. */
const databaseFamilies = [
  ...['t3', 't4g', 'm5', 'm5d', 'm6g', 'm6gd', 'm6i', 'm6id', 'm6idn', 'm6in', 'm7g', 'm7i', 'm8g', 'm8gd', 'c6gd'],
  ...['r5', 'r5b', 'r5d', 'r6g', 'r6gd', 'r6i', 'r6id', 'r6idn', 'r6in', 'r7g', 'r7i', 'r8g', 'r8gd', 'x2g', 'x2idn'],
  ...['x2iedn', 'x2iezn'],
];

const multiples = [2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48, 56, 64, 96, 112, 192].map((n) => `${n}xlarge`);
const metals = ['metal', ...[16, 24, 32, 48, 96].map((n) => `metal-${n}xl`)];
const largeSizes = ['large', 'xlarge', ...multiples];
const burstableSizes = ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'];

const isBurstable = (family: string) => /^t\d/.test(family);

/**
 * The result of looking up an instance type. `known` types exist. `newer` types may be newer than the list. `unknown` types are an error.
 */
export type TypeLookup =
  | { readonly kind: 'known' }
  | { readonly kind: 'newer'; readonly warning: string }
  | { readonly kind: 'unknown'; readonly remedy: string };

/** Looks up an EC2 instance type, such as `t4g.small`. */
export function lookUpInstanceType(instanceType: string): TypeLookup {
  const [family = '', ...size] = instanceType.split('.');
  const sizes = isBurstable(family) ? ['nano', ...burstableSizes] : ['medium', ...largeSizes, ...metals];
  return lookUp({ name: instanceType, family, size: size.join('.'), sizes, families: ec2Families, prefix: '' });
}

/** Looks up an RDS instance class, such as `db.t4g.micro`. */
export function lookUpDatabaseClass(instanceClass: string): TypeLookup {
  const [, family = '', ...size] = instanceClass.split('.');
  const sizes = isBurstable(family) ? burstableSizes : largeSizes;
  const isClass = instanceClass.startsWith('db.');
  // Some classes have more parts, such as db.r6i.2xlarge.tpc2.mem4x. Of such a class, only `db` and the family are checked.
  if (isClass && databaseFamilies.includes(family) && size.length > 1) return { kind: 'known' };
  return lookUp({
    name: instanceClass,
    family: isClass ? family : '',
    size: size.join('.'),
    sizes,
    families: databaseFamilies,
    prefix: 'db.',
  });
}

const ifNewer = 'If the type is newer than the list in stacks/checks/instance-types.ts (November 2026), add it there.';

interface Parts {
  readonly name: string;
  readonly family: string;
  readonly size: string;
  readonly sizes: readonly string[];
  readonly families: readonly string[];
  readonly prefix: string;
}

function lookUp({ name, family, size, sizes, families, prefix }: Parts): TypeLookup {
  if (families.includes(family)) {
    if (sizes.includes(size)) return { kind: 'known' };
    const meant = nearest(size, sizes) ?? sizes[0];
    return { kind: 'unknown', remedy: `Did you mean "${prefix}${family}.${meant}"? Sizes: ${sizes.join(', ')}.` };
  }
  const meant = nearest(
    name,
    families.flatMap((known) => exampleSizes(known).map((example) => `${prefix}${known}.${example}`)),
  );
  const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  if (isNewer(family, families) && [...burstableSizes, ...largeSizes, ...metals].includes(size)) {
    const warning = `${name} is not in the list of November 2026 (stacks/checks/instance-types.ts), so it may be newer than the list, or misspelt.${suggestion} If the type does not exist, only the apply will report it.`;
    return { kind: 'newer', warning };
  }
  const remedy = `Unknown type.${suggestion || ` Use one such as ${prefix}t4g.small.`} ${ifNewer}`;
  return { kind: 'unknown', remedy };
}

/** Returns the most common sizes of a family, for suggestions. */
function exampleSizes(family: string): readonly string[] {
  return isBurstable(family) ? burstableSizes : ['medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'];
}

/** Whether a family has the letters of a known family, but an unknown generation or variant. For example, `m99` has the `m` of `m5`. */
function isNewer(family: string, families: readonly string[]): boolean {
  const kindOf = (name: string) => /^[a-z]+(?=\d)/.exec(name)?.[0];
  return /^[a-z]+\d{1,2}[a-z-]*$/.test(family) && families.some((known) => kindOf(known) === kindOf(family));
}

/** Returns warnings about the environment's instance types that may be newer than the lists. */
export function instanceTypeWarnings({ compute, profiles }: Environment): string[] {
  const lookups = [
    ...(compute.kind === 'ec2' ? [lookUpInstanceType(compute.instanceType)] : []),
    ...(profiles ? [lookUpDatabaseClass(profiles.database.instanceClass)] : []),
  ];
  return lookups.flatMap((found) => (found.kind === 'newer' ? [found.warning] : []));
}
