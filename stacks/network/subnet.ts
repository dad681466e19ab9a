import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet as AwsSubnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { createBeforeDestroy } from '../terraform/create-before-destroy';

export interface SubnetProps {
  readonly name: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  readonly vpcId: string;
  readonly routeTableId: string;
}

/** A subnet and its association with a route table. */
export interface Subnet {
  readonly id: string;
  /** The association of the subnet with its route table. Without it, the subnet has no route to the internet. */
  readonly association: ITerraformDependable;
}

/** Defines a subnet and the association with its route table. AWS gives a public address only to resources that request one. */
export function defineSubnet(scope: Construct, { name, routeTableId, ...props }: SubnetProps): Subnet {
  const { id } = new AwsSubnet(scope, 'subnet', {
    ...props,
    mapPublicIpOnLaunch: false,
    tags: { Name: name },
    lifecycle: createBeforeDestroy,
  });
  const association = new RouteTableAssociation(scope, 'route-table-association', {
    subnetId: id,
    routeTableId,
    lifecycle: createBeforeDestroy,
  });
  return { id, association };
}
