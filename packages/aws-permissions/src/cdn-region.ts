import type { StackOwner } from './stack-owner';

/** The region of CloudFront: its certificates, web ACLs, logs and alarms must be there. */
export const cdnRegion = 'us-east-1';

/** Returns ARNs in the region of CloudFront. Empty for an environment without it. */
export function inCdn(owner: StackOwner, arns: (owner: StackOwner) => readonly string[]): readonly string[] {
  return owner.hasCdn ? arns(owner.inRegion(cdnRegion)) : [];
}

/** Returns ARNs in the environment's region, and with CloudFront also in that of CloudFront. */
export function withCdnRegion(owner: StackOwner, arns: (owner: StackOwner) => readonly string[]): readonly string[] {
  return [...arns(owner), ...inCdn(owner, arns)];
}

/** Returns the owner in all regions, if some resources are in that of CloudFront: a list of both regions would exceed IAM's size limit. */
export function inAllRegions(owner: StackOwner): StackOwner {
  return owner.hasCdn ? owner.inRegion('*') : owner;
}
