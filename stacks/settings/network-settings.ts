import { oneOf, oneOfKinds, optional, string, strings, stringsByName } from './shape';

/** The network of an environment: a VPC of its own, the default VPC, or an existing VPC. */
export type NetworkSettings = DedicatedNetwork | DefaultNetwork | ExistingNetwork;

/** The AWS account's default VPC and its default subnets. Terraform neither creates nor changes them. */
export interface DefaultNetwork {
  readonly kind: 'default';
}

/**
 * A VPC that exists independently of the environment. Terraform adds security groups and network interfaces to the VPC, and changes no
 * other part of it. docs/existing-network.md says what the VPC must have.
 */
export type ExistingNetwork = ExistingPublicNetwork | ExistingPrivateNetwork;

/** An existing VPC. The tasks run in its public subnets. */
export interface ExistingPublicNetwork extends ExistingSubnetIds {
  readonly privateSubnetIds?: undefined;
}

/** An existing VPC. The tasks run in its private subnets. */
export interface ExistingPrivateNetwork extends ExistingSubnetIds {
  /**
   * The ids of the private subnets: each in a different zone, and only in zones of the public subnets. Each private subnet needs a route
   * for 0.0.0.0/0 that does not lead to an internet gateway, for example to a NAT gateway.
   */
  readonly privateSubnetIds: readonly string[];
}

/** The settings that all existing VPCs share. */
export interface ExistingSubnetIds {
  readonly kind: 'existing';
  /** The id of the VPC, for example `vpc-0123456789abcdef0`. */
  readonly vpcId: string;
  /** The ids of two or more public subnets, each in a different zone. Each subnet needs a route for 0.0.0.0/0 to an internet gateway. */
  readonly publicSubnetIds: readonly string[];
}

/** A VPC that Terraform creates for the environment. */
export type DedicatedNetwork = PublicNetwork | PrivateNetwork;

/** A VPC with a public subnet in each of two or more availability zones. The tasks run in the public subnets. */
export interface PublicNetwork extends DedicatedRanges {
  readonly privateSubnets?: undefined;
  readonly nat?: undefined;
}

/** A VPC with a public and a private subnet in each of two or more availability zones. The tasks run in the private subnets. */
export interface PrivateNetwork extends DedicatedRanges {
  /**
   * The IPv4 range of each private subnet inside `cidr`, by the letter of its availability zone. Use the same zones as in `publicSubnets`.
   */
  readonly privateSubnets: Readonly<Record<string, string>>;
  /**
   * The number of NAT gateways: `one` in the first zone, or one `per zone`. With one per zone, the failure of a zone does not disconnect
   * the other zones. A gateway with its address costs about 42 US dollars a month, and 0.052 per gigabyte.
   */
  readonly nat: 'one' | 'per zone';
}

/** The settings that all VPCs created by Terraform share. */
export interface DedicatedRanges {
  readonly kind: 'dedicated';
  /** The IPv4 range of the VPC: a private range with a prefix from `/16` to `/28`, for example `10.0.0.0/16`. */
  readonly cidr: string;
  /**
   * The IPv4 range of each public subnet inside `cidr`, by the letter of its availability zone, for example `{ a: '10.0.1.0/24', b:
   * '10.0.2.0/24' }`. In the region eu-central-1, `a` stands for `eu-central-1a`. Use two or more zones.
   */
  readonly publicSubnets: Readonly<Record<string, string>>;
}

export const networkShape = oneOfKinds<NetworkSettings>({
  dedicated: {
    cidr: string,
    publicSubnets: stringsByName,
    privateSubnets: optional(stringsByName),
    nat: optional(oneOf('one', 'per zone')),
  },
  default: {},
  existing: { vpcId: string, publicSubnetIds: strings, privateSubnetIds: optional(strings) },
});

/** Whether the environment has private subnets. If so, the tasks run there, and there may be EC2 instances: hosts or a bastion. */
export function hasPrivateSubnets({ network }: { readonly network: NetworkSettings }): boolean {
  if (network.kind === 'existing') return network.privateSubnetIds !== undefined;
  return network.kind === 'dedicated' && network.privateSubnets !== undefined;
}
