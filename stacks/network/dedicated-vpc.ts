import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import type { DedicatedNetwork } from '../settings/network-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { triggerOf } from '../terraform/replace-trigger';
import { FlowLogs } from './flow-logs';
import { NatGateways } from './nat-gateways';
import type { Network } from './network';
import { noEgress, noIngress } from './no-rules';
import { PrivateSubnets } from './private-subnets';
import { PublicSubnets } from './public-subnets';

export interface DedicatedVpcProps {
  readonly environment: Environment;
  readonly network: DedicatedNetwork;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
}

/** A VPC with public subnets, flow logs and gateway endpoints, and optionally with private subnets and NAT gateways. */
export class DedicatedVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds?: string[];
  readonly natGatewayIds?: readonly string[];
  readonly internetAccess: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, accountId, network }: DedicatedVpcProps) {
    super(scope, id);
    const { region } = environment;
    const name = physicalName(environment, 'network', 'tag');
    const tags = { Name: name };
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: network.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags,
    });
    new FlowLogs(this, 'flow-logs', { environment, accountId, vpcId: vpc.id });
    // AWS creates a default security group with rules. Terraform adopts this group and removes its rules.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      ...noIngress,
      ...noEgress,
      tags: { Name: `${name}-default-unused` },
    });
    const publicSubnets = new PublicSubnets(this, 'public', {
      subnets: network.publicSubnets,
      vpcId: vpc.id,
      region,
      internetGatewayId: this.defineInternetGateway(vpc, tags).id,
      name,
    });
    const nat =
      network.nat &&
      new NatGateways(this, 'nat', {
        nat: network.nat,
        publicSubnetIds: publicSubnets.idsByZone,
        internetAccess: publicSubnets.internetAccess,
        name,
      });
    const privateSubnets =
      nat &&
      new PrivateSubnets(this, 'private', {
        subnets: network.privateSubnets,
        vpcId: vpc.id,
        region,
        natGatewayIds: nat.idsByZone,
        name,
      });
    this.vpcId = vpc.id;
    this.publicSubnetIds = [...publicSubnets.idsByZone.values()];
    this.privateSubnetIds = privateSubnets?.ids;
    this.natGatewayIds = nat?.ids;
    this.internetAccess = [...publicSubnets.internetAccess, ...(privateSubnets?.internetAccess ?? [])];
    this.defineEndpoints(environment, [publicSubnets.routeTableId, ...(privateSubnets?.routeTableIds ?? [])]);
  }

  private defineInternetGateway(vpc: Vpc, tags: Record<string, string>): InternetGateway {
    return new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags,
      // Replace the gateway together with the VPC. Otherwise Terraform would try to move the gateway to the new VPC, but AWS cannot detach
      // a gateway while tasks have public addresses.
      lifecycle: {
        ...createBeforeDestroy,
        replaceTriggeredBy: [triggerOf(vpc)],
      },
    });
  }

  /**
   * Defines the gateway endpoints: for DynamoDB if the environment has a table, for entries or for uploaded files, and for S3 if it has
   * private subnets. Traffic through gateway endpoints is free. Through a NAT gateway, each gigabyte costs money.
   */
  private defineEndpoints(environment: Environment, routeTableIds: string[]): void {
    const hasTable = environment.table !== 'none' || environment.profiles !== undefined;
    for (const service of [...(hasTable ? ['dynamodb'] : []), ...(this.privateSubnetIds ? ['s3'] : [])]) {
      new VpcEndpoint(this, service, {
        vpcId: this.vpcId,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${environment.region}.${service}`,
        routeTableIds,
        tags: { Name: physicalName(environment, `network-${service}`, 'tag') },
        lifecycle: createBeforeDestroy,
      });
    }
  }
}
