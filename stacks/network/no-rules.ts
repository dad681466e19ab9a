/**
 * For a security group without rules of one direction. Only with an explicit empty list does a plan find a rule that was added by
 * hand, and the apply remove it. Groups with rules cannot have a list: each of their rules is a resource of its own.
 */
export const noIngress = { ingress: [] };
export const noEgress = { egress: [] };
