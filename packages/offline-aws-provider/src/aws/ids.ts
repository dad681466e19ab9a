import { randomBytes } from 'node:crypto';

/** Returns a random hexadecimal id, for example the end of the ARN of a load balancer. */
export function newHexadecimal(): string {
  return randomBytes(8).toString('hex');
}

/** Returns the random part of an EC2 id, as in `subnet-0f3a…`, and of a name with a prefix. */
export function newSuffix(): string {
  return `0${newHexadecimal()}`;
}
