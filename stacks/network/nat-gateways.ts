import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PrivateNetwork } from '../environment';
import { replaceTrigger } from '../replace-trigger';
import { tasksMoveFirst } from './network';

export interface NatGatewaysProps {
  readonly nat: PrivateNetwork['nat'];
  /** By the letter of the zone. */
  readonly publicSubnetIds: ReadonlyMap<string, string>;
  /** What leads the public subnets to the internet. */
  readonly internetAccess: readonly ITerraformDependable[];
  /** Begins the names. */
  readonly name: string;
}

/** NAT gateways in public subnets: through them private subnets reach the internet, and nobody reaches those. */
export class NatGateways extends Construct {
  /** Each once. */
  readonly ids: readonly string[];
  /** The one that serves a zone, by the zone's letter. */
  readonly idsByZone: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { nat, publicSubnetIds, internetAccess, name }: NatGatewaysProps) {
    super(scope, id);
    const defineGateway = (zone: string, subnetId: string) => {
      const ofZone = new Construct(this, zone);
      const tags = { Name: `${name}-nat-${zone}` };
      const address = new Eip(ofZone, 'eip', {
        domain: 'vpc',
        tags,
        // A gateway that is made beside the old one, in another subnet, cannot have the address that is in use.
        lifecycle: { ...tasksMoveFirst, replaceTriggeredBy: [replaceTrigger(ofZone, 'subnet', subnetId)] },
      });
      return new NatGateway(ofZone, 'nat-gateway', {
        subnetId,
        allocationId: address.allocationId,
        connectivityType: 'public',
        tags,
        dependsOn: [...internetAccess],
        lifecycle: tasksMoveFirst,
      }).id;
    };
    const served = [...publicSubnetIds];
    const own = new Map(
      served.slice(0, nat === 'one' ? 1 : undefined).map(([zone, subnet]) => [zone, defineGateway(zone, subnet)]),
    );
    this.ids = [...own.values()];
    const [first = ''] = this.ids;
    this.idsByZone = new Map(served.map(([zone]) => [zone, own.get(zone) ?? first]));
  }
}
