import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsRouteTables } from '@cdktf/provider-aws/lib/data-aws-route-tables';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { Fn, Op, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';

export interface ExistingSubnetsProps {
  /** The path of the setting that contains the ids, for error messages. For example `network.publicSubnetIds`. */
  readonly field: string;
  readonly ids: readonly string[];
  readonly vpcId: string;
  /** The id of the VPC's main route table. AWS uses it for subnets that have no route table of their own. */
  readonly mainRouteTableId: string;
  readonly defaultRoute: DefaultRoute;
  /** The availability zones in which the subnets may be. @default all zones */
  readonly zones?: readonly string[];
}

/** The route to 0.0.0.0/0 that each subnet must have. */
interface DefaultRoute {
  /** A Terraform expression that is true if `route` has an allowed target. */
  readonly condition: string;
  /** The end of the error message for a subnet without the default route: the problem and the remedy. */
  readonly problem: string;
}

// A route has one target. For the other kinds of targets, the data source returns an empty string or null.
const leadsToInternetGateway = 'startswith(coalesce(route.gateway_id, "-"), "igw-")';

/** The default route of public subnets, to an internet gateway. Tasks and load balancers there have public addresses. */
export const toInternetGateway: DefaultRoute = {
  condition: leadsToInternetGateway,
  problem: 'has no route for 0.0.0.0/0 to an internet gateway, so it is not a public subnet. Specify another subnet',
};

/**
 * The default route of private subnets, to any target except an internet gateway. Tasks there have no public address, so they could not use
 * an internet gateway.
 */
export const toNat: DefaultRoute = {
  condition: `!${leadsToInternetGateway}`,
  problem:
    'has no route for 0.0.0.0/0 to a NAT gateway, NAT instance, transit gateway or firewall. Tasks there can reach AWS only through one of these. Specify another subnet',
};

/**
 * Existing subnets, as data sources: the stack uses them, but does not manage them. If they cannot be used, the plan fails and states the
 * reason.
 */
export class ExistingSubnets extends Construct {
  readonly ids: string[];
  /** The availability zone of each subnet, in the order of `ids`. */
  readonly zones: readonly string[];

  constructor(scope: Construct, id: string, props: ExistingSubnetsProps) {
    super(scope, id);
    const { field, ids, vpcId } = props;
    const inVpc = new DataAwsSubnets(this, 'subnets', {
      filter: [
        { name: 'vpc-id', values: [vpcId] },
        { name: 'subnet-id', values: [...ids] },
      ],
    });
    inVpc.lifecycle = {
      postcondition: [
        {
          condition: Op.eq(Fn.lengthOf(TerraformSelf.getAny('ids')), ids.length),
          errorMessage: `${field}: ${vpcId} does not contain \${join(", ", setsubtract(${JSON.stringify(ids)}, self.ids))}. Name only subnets of network.vpcId.`,
        },
      ],
    };
    const subnets = ids.map(
      (subnetId) => new DataAwsSubnet(new Construct(this, subnetId), 'subnet', { id: subnetId, dependsOn: [inVpc] }),
    );
    this.ids = subnets.map((subnet) => subnet.id);
    this.zones = subnets.map(({ availabilityZone }) => availabilityZone);
    const tables = ids.map((subnetId) => this.expectRoute(subnetId, props));
    if (tables[0]) tables[0].lifecycle = { precondition: zoneConditions(props, this.zones) };
  }

  /**
   * Looks up the route table of a subnet. The plan fails if the table does not have the default route.
   * @returns a data source that Terraform reads after the subnets
   */
  private expectRoute(subnetId: string, { field, vpcId, mainRouteTableId, defaultRoute }: ExistingSubnetsProps) {
    const scope = new Construct(this, `routes-of-${subnetId}`);
    const own = new DataAwsRouteTables(scope, 'route-tables', {
      vpcId,
      filter: [{ name: 'association.subnet-id', values: [subnetId] }],
    });
    // `own.ids` is empty if the subnet has no route table of its own. AWS then uses the main route table.
    const table = new DataAwsRouteTable(scope, 'route-table', {
      routeTableId: Fn.element(Fn.concat([own.ids, [mainRouteTableId]]), 0),
    });
    table.lifecycle = {
      postcondition: [
        {
          condition: `\${anytrue([for route in self.routes : route.cidr_block == "0.0.0.0/0" && ${defaultRoute.condition}])}`,
          errorMessage: `${field}: ${subnetId} ${defaultRoute.problem}.`,
        },
      ],
    };
    return own;
  }
}

function zoneConditions({ field, zones: allowed }: ExistingSubnetsProps, zones: readonly string[]) {
  const found = Fn.join(', ', [...zones]);
  const distinct = {
    condition: Op.eq(Fn.lengthOf(Fn.distinct([...zones])), zones.length),
    errorMessage: `${field}: the subnets are in the zones ${found}, but each must be in a different zone. A load balancer accepts only one subnet per zone.`,
  };
  if (allowed === undefined) return [distinct];
  const withPublic = {
    // Do not compare with zero: cdktf would write the zero as `undefined`.
    condition: Op.lt(Fn.lengthOf(Fn.setsubtract([...zones], [...allowed])), 1),
    errorMessage: `${field}: the subnets are in the zones ${found}, but the public subnets are only in ${Fn.join(', ', [...allowed])}. A load balancer sends no requests to tasks in other zones. Name subnets in the same zones.`,
  };
  return [distinct, withPublic];
}
