import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PrivateNetwork } from '../environment';
import { tasksMoveFirst } from './network';
import { defineSubnet } from './subnet';

export interface PrivateSubnetsProps {
  readonly subnets: PrivateNetwork['privateSubnets'];
  readonly vpcId: string;
  readonly region: string;
  /** The NAT gateway that serves a zone, by the zone's letter. */
  readonly natGatewayIds: ReadonlyMap<string, string>;
  /** Begins the names. */
  readonly name: string;
}

/** Subnets that reach the internet through NAT gateways. Each has a route table of its own, whoever's gateway it leads to. */
export class PrivateSubnets extends Construct {
  readonly ids: string[] = [];
  readonly routeTableIds: string[] = [];
  readonly internetAccess: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { subnets, vpcId, region, natGatewayIds, name }: PrivateSubnetsProps) {
    super(scope, id);
    for (const [zone, cidrBlock] of Object.entries(subnets)) {
      const ofZone = new Construct(this, zone);
      const zoneName = `${name}-private-${zone}`;
      const routeTable = new RouteTable(ofZone, 'route-table', {
        vpcId,
        tags: { Name: zoneName },
        lifecycle: tasksMoveFirst,
      });
      const route = new Route(ofZone, 'route', {
        routeTableId: routeTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: natGatewayIds.get(zone),
        lifecycle: tasksMoveFirst,
      });
      const subnet = defineSubnet(ofZone, {
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
