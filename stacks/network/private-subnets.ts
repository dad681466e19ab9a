import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PrivateNetwork } from '../settings/network-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { defineSubnet } from './subnet';

export interface PrivateSubnetsProps {
  readonly subnets: PrivateNetwork['privateSubnets'];
  readonly vpcId: string;
  readonly region: string;
  /** The id of the NAT gateway that each zone uses, by the letter of the zone. */
  readonly natGatewayIds: ReadonlyMap<string, string>;
  /** The first part of the `Name` tags. */
  readonly name: string;
}

/**
 * Private subnets, which reach the internet through NAT. Each subnet has its own route table, even if all subnets use the same NAT gateway.
 */
export class PrivateSubnets extends Construct {
  readonly ids: string[] = [];
  readonly routeTableIds: string[] = [];
  readonly internetAccess: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { subnets, vpcId, region, natGatewayIds, name }: PrivateSubnetsProps) {
    super(scope, id);
    for (const [zone, cidrBlock] of Object.entries(subnets)) {
      const zoneScope = new Construct(this, zone);
      const zoneName = `${name}-private-${zone}`;
      const routeTable = new RouteTable(zoneScope, 'route-table', {
        vpcId,
        tags: { Name: zoneName },
        lifecycle: createBeforeDestroy,
      });
      const route = new Route(zoneScope, 'route', {
        routeTableId: routeTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: natGatewayIds.get(zone),
        lifecycle: createBeforeDestroy,
      });
      const subnet = defineSubnet(zoneScope, {
        name: zoneName,
        availabilityZone: `${region}${zone}`,
        cidrBlock,
        vpcId,
        routeTableId: routeTable.id,
      });
      this.ids.push(subnet.id);
      this.routeTableIds.push(routeTable.id);
      this.internetAccess.push(route, subnet.association);
    }
  }
}
