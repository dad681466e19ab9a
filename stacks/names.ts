import { createHash } from 'node:crypto';
import type { Environment } from './environment';

/** The longest names that AWS takes, in characters. */
export const nameLimits = {
  cluster: 255,
  repository: 256,
  role: 64,
  securityGroupPrefix: 99,
  service: 255,
  table: 255,
  tag: 255,
} as const;

/**
 * The name of a thing in AWS: `{project}-{environment}-{resource}`. One that would be over `limit` ends in a hash of
 * the whole name instead, so that two long names never become the same one.
 */
export function physicalName(
  { project, name }: Pick<Environment, 'project' | 'name'>,
  resource: string,
  limit: number,
): string {
  const whole = `${project}-${name}-${resource}`;
  if (whole.length <= limit) {
    return whole;
  }
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  const beginning = whole.slice(0, limit - hash.length - 1).replace(/-+$/, '');
  return `${beginning}-${hash}`;
}
