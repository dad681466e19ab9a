import { randomBytes } from 'node:crypto';

/** Returns 16 random hexadecimal digits, as at the end of the ARN of a load balancer. */
export function newHexadecimal(): string {
  return randomBytes(8).toString('hex');
}

/** Returns 17 hexadecimal digits: the random part of an EC2 id such as `subnet-0f3a…`, or of a name with a prefix. */
export function newSuffix(): string {
  return `0${newHexadecimal()}`;
}
