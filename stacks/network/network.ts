import type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';

/** The network of the tasks and the load balancer. */
export interface Network {
  readonly vpcId: string;
  /** One public subnet in each of at least two zones. */
  readonly publicSubnetIds: string[];
  /**
   * One private subnet in each of the same zones, with NAT. The tasks run there.
   * @default none: the tasks run in the public subnets
   */
  readonly privateSubnetIds?: string[];
  /** The ids of the NAT gateways. @default none */
  readonly natGatewayIds?: readonly string[];
  /** The resources that connect the subnets to the internet. Resources that need the internet must depend on them. */
  readonly internetAccess: readonly ITerraformDependable[];
}

/**
 * The `lifecycle` of network resources. AWS cannot delete a resource that a running task uses, so Terraform creates the new network
 * first, the service moves its tasks, and then Terraform deletes the old network. Such a resource cannot have a fixed name.
 */
export const createBeforeDestroy: TerraformResourceLifecycle = { createBeforeDestroy: true };

/**
 * An empty list of ingress rules, for a security group that has none. A plan finds and removes a rule that was added by hand only if
 * the list is explicit. A group with rules cannot have a list: each of its rules is a resource.
 */
export const noIngress = { ingress: [] };

/** The same for egress rules. */
export const noEgress = { egress: [] };
