import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet as AwsSubnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { tasksMoveFirst } from './network';

export interface SubnetProps {
  readonly name: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  readonly vpcId: string;
  readonly routeTableId: string;
}

export interface Subnet {
  readonly id: string;
  /** Until then its traffic goes nowhere. */
  readonly association: ITerraformDependable;
}

/** Defines a subnet whose traffic follows the route table. Nothing in it gets a public address unless it asks for one. */
export function defineSubnet(scope: Construct, { name, routeTableId, ...props }: SubnetProps): Subnet {
  const { id } = new AwsSubnet(scope, 'subnet', {
    ...props,
    mapPublicIpOnLaunch: false,
    tags: { Name: name },
    lifecycle: tasksMoveFirst,
  });
  const association = new RouteTableAssociation(scope, 'route-table-association', {
    subnetId: id,
    routeTableId,
    lifecycle: tasksMoveFirst,
  });
  return { id, association };
}
