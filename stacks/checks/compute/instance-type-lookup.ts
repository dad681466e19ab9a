import type { Environment } from '../../environment';
import { nearest } from '../nearest';
import { burstableSizes, databaseFamilies, ec2Families, isBurstable, largeSizes, metals } from './instance-types';

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

const ifNewer =
  'If the type is newer than the list in stacks/checks/compute/instance-types.ts (November 2026), add it there.';

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
    const warning = `${name} is not in the list of November 2026 (stacks/checks/compute/instance-types.ts), so it may be newer than the list, or misspelt.${suggestion} If the type does not exist, only the apply will report it.`;
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
