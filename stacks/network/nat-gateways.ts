import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PrivateNetwork } from '../settings/network-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { replaceTrigger } from '../terraform/replace-trigger';

export interface NatGatewaysProps {
  readonly nat: PrivateNetwork['nat'];
  /** The ids of the public subnets, by the letter of their zone. */
  readonly publicSubnetIds: ReadonlyMap<string, string>;
  /** The resources that connect the public subnets to the internet. The NAT gateways depend on them. */
  readonly internetAccess: readonly ITerraformDependable[];
  /** The first part of the `Name` tags. */
  readonly name: string;
}

/** NAT gateways in public subnets, through which private subnets reach the internet. */
export class NatGateways extends Construct {
  readonly ids: readonly string[];
  /** The id of the NAT gateway that each zone uses, by the letter of the zone. With the setting `one`, all zones use the same gateway. */
  readonly idsByZone: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { nat, publicSubnetIds, internetAccess, name }: NatGatewaysProps) {
    super(scope, id);
    const defineGateway = (zone: string, subnetId: string) => {
      const zoneScope = new Construct(this, zone);
      const tags = { Name: `${name}-nat-${zone}` };
      const address = new Eip(zoneScope, 'eip', {
        domain: 'vpc',
        tags,
        // Changing the subnet replaces the gateway. The new gateway is created before the old one is deleted, so it needs an address of its
        // own.
        lifecycle: { ...createBeforeDestroy, replaceTriggeredBy: [replaceTrigger(zoneScope, 'subnet', subnetId)] },
      });
      return new NatGateway(zoneScope, 'nat-gateway', {
        subnetId,
        allocationId: address.allocationId,
        connectivityType: 'public',
        tags,
        dependsOn: [...internetAccess],
        lifecycle: createBeforeDestroy,
      }).id;
    };
    const subnets = [...publicSubnetIds];
    const gatewayIds = new Map(
      subnets.slice(0, nat === 'one' ? 1 : undefined).map(([zone, subnet]) => [zone, defineGateway(zone, subnet)]),
    );
    this.ids = [...gatewayIds.values()];
    const [first = ''] = this.ids;
    this.idsByZone = new Map(subnets.map(([zone]) => [zone, gatewayIds.get(zone) ?? first]));
  }
}
