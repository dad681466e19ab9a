/** The network of an environment. */
export type NetworkSettings = DedicatedNetwork | DefaultNetwork | ExistingNetwork;

/** The account's default VPC and its default subnets. Terraform neither creates nor changes them. */
export interface DefaultNetwork {
  readonly kind: 'default';
}

/** A VPC that the environment does not manage. Terraform changes nothing in it; docs/existing-network.md says what it must have. */
export type ExistingNetwork = ExistingPublicNetwork | ExistingPrivateNetwork;

/** An existing VPC. The tasks run in its public subnets. */
export interface ExistingPublicNetwork extends ExistingSubnetIds {
  readonly privateSubnetIds?: undefined;
}

/** An existing VPC. The tasks run in its private subnets. */
export interface ExistingPrivateNetwork extends ExistingSubnetIds {
  /**
   * The ids of private subnets, each in a different zone, in which there must also be a public subnet. Each has a route for 0.0.0.0/0, but
   * not to an internet gateway: to a NAT gateway, for example.
   */
  readonly privateSubnetIds: readonly string[];
}

/** The settings of every existing VPC. */
export interface ExistingSubnetIds {
  readonly kind: 'existing';
  /** The id of the VPC, for example `vpc-0123456789abcdef0`. */
  readonly vpcId: string;
  /** The ids of two or more public subnets, each in a different zone. Each has a route for 0.0.0.0/0 to an internet gateway. */
  readonly publicSubnetIds: readonly string[];
}

/** A VPC that belongs to the environment. */
export type DedicatedNetwork = PublicNetwork | PrivateNetwork;

/** A VPC with a public subnet in each of two or more availability zones. The tasks run in them. */
export interface PublicNetwork extends DedicatedRanges {
  readonly privateSubnets?: undefined;
  readonly nat?: undefined;
}

/** A VPC with a public and a private subnet in each of two or more availability zones. The tasks run in the private ones. */
export interface PrivateNetwork extends DedicatedRanges {
  /** The CIDR range of each private subnet, by the letter of its availability zone: the same zones as in `publicSubnets`. */
  readonly privateSubnets: Readonly<Record<string, string>>;
  /**
   * The NAT gateways: `one` in the first zone, or one `per zone`. With one per zone, the failure of a zone does not cut off the other
   * zones. A gateway with its address costs about 42 US dollars a month, and 0.052 per gigabyte.
   */
  readonly nat: 'one' | 'per zone';
}

/** The settings of every VPC that belongs to the environment. */
export interface DedicatedRanges {
  readonly kind: 'dedicated';
  /** The private IPv4 range of the VPC, `/16` to `/28`. */
  readonly cidr: string;
  /** The CIDR range of each public subnet inside `cidr`, by the letter of its availability zone: `a` is `eu-central-1a`. */
  readonly publicSubnets: Readonly<Record<string, string>>;
}

/** Whether the tasks run in private subnets, with EC2 instances as hosts or as a bastion. */
export function hasPrivateSubnets({ network }: { readonly network: NetworkSettings }): boolean {
  if (network.kind === 'existing') return network.privateSubnetIds !== undefined;
  return network.kind === 'dedicated' && network.privateSubnets !== undefined;
}
