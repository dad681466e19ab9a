import type { StackOwner } from './stack-owner';

/** The region in which CloudFront requires its certificates, web ACLs, logs and alarms. */
const cdnRegion = 'us-east-1';

/**
 * Returns ARNs in the region of CloudFront, or an empty list if the environment has no CloudFront.
 * @param arns returns the ARNs in the region of the given owner
 */
export function inCdn(owner: StackOwner, arns: (owner: StackOwner) => readonly string[]): readonly string[] {
  return owner.hasCdn ? arns(owner.inRegion(cdnRegion)) : [];
}

/**
 * Returns ARNs in the environment's region and, if the environment has CloudFront, in the region of CloudFront.
 * @param arns returns the ARNs in the region of the given owner
 */
export function withCdnRegion(owner: StackOwner, arns: (owner: StackOwner) => readonly string[]): readonly string[] {
  return [...arns(owner), ...inCdn(owner, arns)];
}

/**
 * Returns the owner with the region `*` if the environment has CloudFront. Returns any other owner unchanged. Listing both regions would
 * exceed IAM's size limit for policies.
 */
export function inAllRegions(owner: StackOwner): StackOwner {
  return owner.hasCdn ? owner.inRegion('*') : owner;
}
