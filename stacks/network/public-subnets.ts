import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DedicatedNetwork } from '../settings/network-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { defineSubnet } from './subnet';

export interface PublicSubnetsProps {
  readonly subnets: DedicatedNetwork['publicSubnets'];
  readonly vpcId: string;
  readonly region: string;
  readonly internetGatewayId: string;
  /** The first part of the `Name` tags. */
  readonly name: string;
}

/** Public subnets, which share one route table with a route to the internet gateway. */
export class PublicSubnets extends Construct {
  /** The id of each subnet, by the letter of its zone. */
  readonly idsByZone: ReadonlyMap<string, string>;
  readonly routeTableId: string;
  readonly internetAccess: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { subnets, vpcId, region, internetGatewayId, name }: PublicSubnetsProps) {
    super(scope, id);
    const routeTable = new RouteTable(this, 'route-table', {
      vpcId,
      tags: { Name: `${name}-public` },
      lifecycle: createBeforeDestroy,
    });
    const route = new Route(this, 'route', {
      routeTableId: routeTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internetGatewayId,
      lifecycle: createBeforeDestroy,
    });
    const defined = Object.entries(subnets).map(([zone, cidrBlock]) => {
      const subnet = defineSubnet(new Construct(this, zone), {
        name: `${name}-public-${zone}`,
        availabilityZone: `${region}${zone}`,
        cidrBlock,
        vpcId,
        routeTableId: routeTable.id,
      });
      return { zone, ...subnet };
    });
    this.idsByZone = new Map(defined.map((subnet) => [subnet.zone, subnet.id]));
    this.routeTableId = routeTable.id;
    this.internetAccess = [route, ...defined.map(({ association }) => association)];
  }
}
