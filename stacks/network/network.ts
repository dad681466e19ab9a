import type { ITerraformDependable } from 'cdktf';

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
