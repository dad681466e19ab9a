import type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';

/** The network of the tasks and the load balancer. */
export interface Network {
  readonly vpcId: string;
  /** The ids of the public subnets: one in each of at least two zones. */
  readonly publicSubnetIds: string[];
  /**
   * The ids of the private subnets: one in each zone of the public subnets. The tasks run there, and reach the internet through NAT.
   * @default none: the tasks run in the public subnets
   */
  readonly privateSubnetIds?: string[];
  /** The ids of the NAT gateways of the environment. @default none */
  readonly natGatewayIds?: readonly string[];
  /** The resources that connect the subnets to the internet. Resources that need the internet during their creation must depend on them. */
  readonly internetAccess: readonly ITerraformDependable[];
}

/**
 * The `lifecycle` of network resources. AWS cannot delete a resource that a running task uses. So Terraform creates the new network, the
 * service moves its tasks, and then Terraform deletes the old network. A resource with this lifecycle cannot have a fixed name, because two
 * exist at the same time.
 */
export const createBeforeDestroy: TerraformResourceLifecycle = { createBeforeDestroy: true };

/**
 * The argument of a security group that has no ingress rules. The empty list makes each plan find and remove rules that were added by hand.
 * A group with rules cannot have such a list, because each of its rules is a resource.
 */
export const noIngress = { ingress: [] };

/**
 * The argument of a security group that has no egress rules. The empty list makes each plan find and remove rules that were added by hand.
 */
export const noEgress = { egress: [] };
