/**
 * The argument of a security group that has no ingress rules. The empty list makes each plan find and remove rules that were added by hand.
 * A group with rules cannot have such a list, because each of its rules is a separate resource.
 */
export const noIngress = { ingress: [] };

/**
 * The argument of a security group that has no egress rules. The empty list makes each plan find and remove rules that were added by hand.
 */
export const noEgress = { egress: [] };
