import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { createBeforeDestroy } from '../create-before-destroy';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import { triggerOf } from '../replace-trigger';
import type { DedicatedNetwork } from '../settings/network-settings';
import { FlowLogs } from './flow-logs';
import { NatGateways } from './nat-gateways';
import type { Network } from './network';
import { noEgress, noIngress } from './no-rules';
import { PrivateSubnets } from './private-subnets';
import { defineSubnet } from './subnet';

export interface DedicatedVpcProps {
  readonly environment: Environment;
  readonly network: DedicatedNetwork;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
}

/**
 * A VPC with public subnets, flow logs and gateway endpoints, and optionally with private subnets and NAT gateways. The endpoints are for
 * DynamoDB if the environment has a table, and for S3 if it has private subnets.
 */
export class DedicatedVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds?: string[];
  readonly natGatewayIds?: readonly string[];
  readonly internetAccess: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, accountId, network }: DedicatedVpcProps) {
    super(scope, id);
    const { region } = environment;
    const { cidr, publicSubnets, ...ranges } = network;
    const name = physicalName(environment, 'network', 'tag');
    const tags = { Name: name };
    const vpc = new Vpc(this, 'vpc', { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags });
    new FlowLogs(this, 'flow-logs', { environment, accountId, vpcId: vpc.id });
    // AWS creates a default security group with rules. Terraform adopts this group and removes its rules.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      ...noIngress,
      ...noEgress,
      tags: { Name: `${name}-default-unused` },
    });
    const gateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags,
      // Replace the gateway together with the VPC. Otherwise Terraform would try to move the gateway to the new VPC, but AWS cannot detach
      // a gateway while tasks have public addresses.
      lifecycle: {
        ...createBeforeDestroy,
        replaceTriggeredBy: [triggerOf(vpc)],
      },
    });

    const publicScope = new Construct(this, 'public');
    const routeTable = new RouteTable(publicScope, 'route-table', {
      vpcId: vpc.id,
      tags: { Name: `${name}-public` },
      lifecycle: createBeforeDestroy,
    });
    const route = new Route(publicScope, 'route', {
      routeTableId: routeTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
      lifecycle: createBeforeDestroy,
    });
    const subnets = Object.entries(publicSubnets).map(([zone, cidrBlock]) => {
      const subnet = defineSubnet(new Construct(publicScope, zone), {
        name: `${name}-public-${zone}`,
        availabilityZone: `${region}${zone}`,
        cidrBlock,
        vpcId: vpc.id,
        routeTableId: routeTable.id,
      });
      return [zone, subnet] as const;
    });
    const publicAccess = [route, ...subnets.map(([, { association }]) => association)];

    const nat =
      ranges.nat &&
      new NatGateways(this, 'nat', {
        nat: ranges.nat,
        publicSubnetIds: new Map(subnets.map(([zone, subnet]) => [zone, subnet.id])),
        internetAccess: publicAccess,
        name,
      });
    const privateSubnets =
      nat &&
      new PrivateSubnets(this, 'private', {
        subnets: ranges.privateSubnets,
        vpcId: vpc.id,
        region,
        natGatewayIds: nat.idsByZone,
        name,
      });
    // Traffic through gateway endpoints is free. Through a NAT gateway, each gigabyte costs money.
    for (const service of [...(hasDynamodbTable(environment) ? ['dynamodb'] : []), ...(privateSubnets ? ['s3'] : [])]) {
      new VpcEndpoint(this, service, {
        vpcId: vpc.id,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${region}.${service}`,
        routeTableIds: [routeTable.id, ...(privateSubnets?.routeTableIds ?? [])],
        tags: { Name: `${name}-${service}` },
        lifecycle: createBeforeDestroy,
      });
    }

    this.vpcId = vpc.id;
    this.publicSubnetIds = subnets.map(([, { id }]) => id);
    this.privateSubnetIds = privateSubnets?.ids;
    this.natGatewayIds = nat?.ids;
    this.internetAccess = [...publicAccess, ...(privateSubnets?.internetAccess ?? [])];
  }
}

/** Whether the environment has a DynamoDB table, for entries or for uploaded files. */
function hasDynamodbTable({ table, profiles }: Pick<Environment, 'table' | 'profiles'>): boolean {
  return table !== 'none' || profiles !== undefined;
}
