import { createHash } from 'node:crypto';
import type { Environment } from './environment';

/** The longest names that AWS takes, in characters: from the API reference of each service. */
const limits = {
  cluster: 255,
  repository: 256,
  role: 64,
  /** The AWS provider takes 100 in a `name_prefix`, the hyphen at its end included. */
  securityGroupPrefix: 99,
  service: 255,
  table: 255,
  tag: 256,
} as const;

/**
 * The name of a thing in AWS: `{project}-{environment}-{resource}`. Where that is longer than AWS allows for its
 * `kind`, a hash of the whole takes the place of the end, so that two long names never become the same one.
 */
export function physicalName(
  { project, name }: Pick<Environment, 'project' | 'name'>,
  resource: string,
  kind: keyof typeof limits,
): string {
  const whole = `${project}-${name}-${resource}`;
  const limit = limits[kind];
  if (whole.length <= limit) {
    return whole;
  }
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  const beginning = whole.slice(0, limit - hash.length - 1).replace(/-+$/, '');
  return `${beginning}-${hash}`;
}

/** The name of the table of entries: the one that the environment gives it, or the usual one. */
export function tableName(environment: Pick<Environment, 'project' | 'name' | 'table'>): string {
  return environment.table?.name ?? physicalName(environment, 'entries', 'table');
}
