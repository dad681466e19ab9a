import type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';

/** Where the tasks run, and the load balancer if there is one. */
export interface Network {
  readonly vpcId: string;
  /** Subnets that reach the internet, at most one in a zone, in at least two zones. */
  readonly publicSubnetIds: string[];
  /**
   * Subnets that reach the internet through a NAT gateway and are reached by nobody, in the same zones: the tasks are there.
   * @default none: the tasks are in the public subnets
   */
  readonly privateSubnetIds?: string[];
  /** NAT gateways. @default none */
  readonly natGatewayIds?: readonly string[];
  /** What leads the subnets to the internet: whatever needs it depends on this. */
  readonly internetAccess: readonly ITerraformDependable[];
}

/**
 * AWS deletes nothing that a running task uses. So when a network changes, the new one is made, the service moves its
 * tasks there, and only then the old one goes. Such a resource has no fixed name, which the new one could not have beside it.
 */
export const tasksMoveFirst: TerraformResourceLifecycle = { createBeforeDestroy: true };

/**
 * An empty list of ingress rules, for a security group that has none. A plan finds and removes a rule that was added by hand only if
 * the list is explicit. A group with rules cannot have a list: each of its rules is a resource.
 */
export const noIngress = { ingress: [] };

/** The same for egress rules. */
export const noEgress = { egress: [] };
