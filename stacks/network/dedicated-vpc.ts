import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DedicatedNetwork, Environment } from '../environment';
import { physicalName } from '../names';
import { FlowLogs } from './flow-logs';
import { type Network, tasksMoveFirst } from './network';

export interface DedicatedVpcProps extends Pick<DedicatedNetwork, 'cidr' | 'publicSubnets'> {
  readonly environment: Environment;
  /** The account that everything is in. */
  readonly accountId: string;
}

/** A VPC whose public subnets reach the internet through a gateway, and DynamoDB without leaving AWS's network. */
export class DedicatedVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly internetAccess: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, accountId, cidr, publicSubnets }: DedicatedVpcProps) {
    super(scope, id);
    const { region } = environment;
    const name = physicalName(environment, 'network', 'tag');
    const tags = { Name: name };
    const vpc = new Vpc(this, 'vpc', { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags });
    new FlowLogs(this, 'flow-logs', { environment, accountId, vpcId: vpc.id });
    // AWS's default group lets everything out and its members reach each other. Terraform takes it over, without rules.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      tags: { Name: `${name}-default-unused` },
    });
    const gateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags,
      // Terraform would move it, and a gateway cannot leave a VPC in which tasks have public addresses.
      lifecycle: { ...tasksMoveFirst, replaceTriggeredBy: [`${vpc.terraformResourceType}.${vpc.friendlyUniqueId}.id`] },
    });

    const shared = new Construct(this, 'public');
    const routeTable = new RouteTable(shared, 'route-table', {
      vpcId: vpc.id,
      tags: { Name: `${name}-public` },
      lifecycle: tasksMoveFirst,
    });
    const route = new Route(shared, 'route', {
      routeTableId: routeTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
      lifecycle: tasksMoveFirst,
    });
    const subnets = Object.entries(publicSubnets).map(
      ([zone, cidrBlock]) =>
        new PublicSubnet(shared, zone, {
          name: `${name}-public-${zone}`,
          availabilityZone: `${region}${zone}`,
          cidrBlock,
          vpcId: vpc.id,
          routeTableId: routeTable.id,
        }),
    );
    new VpcEndpoint(this, 'dynamodb', {
      vpcId: vpc.id,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${region}.dynamodb`,
      routeTableIds: [routeTable.id],
      tags: { Name: `${name}-dynamodb` },
      lifecycle: tasksMoveFirst,
    });

    this.vpcId = vpc.id;
    this.publicSubnetIds = subnets.map((subnet) => subnet.id);
    this.internetAccess = [route, ...subnets.map((subnet) => subnet.association)];
  }
}

interface PublicSubnetProps {
  readonly name: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  readonly vpcId: string;
  readonly routeTableId: string;
}

/** A subnet whose traffic follows the route table. Nothing in it gets a public address unless it asks for one. */
class PublicSubnet extends Construct {
  readonly id: string;
  readonly association: ITerraformDependable;

  constructor(scope: Construct, zone: string, { name, routeTableId, ...props }: PublicSubnetProps) {
    super(scope, zone);
    const subnet = new Subnet(this, 'subnet', {
      ...props,
      mapPublicIpOnLaunch: false,
      tags: { Name: name },
      lifecycle: tasksMoveFirst,
    });
    this.id = subnet.id;
    this.association = new RouteTableAssociation(this, 'route-table-association', {
      subnetId: subnet.id,
      routeTableId,
      lifecycle: tasksMoveFirst,
    });
  }
}
