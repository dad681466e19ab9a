import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import type { ExistingNetwork } from '../settings/network-settings';
import { ExistingSubnets, toInternetGateway, toNat } from './existing-subnets';
import type { Network } from './network';

/**
 * An existing VPC, as data sources: the stack uses the VPC, but does not manage it. The stack only adds security groups, and resources with
 * network interfaces. It adds no gateway endpoints, because they would change the route tables of the VPC.
 */
export class ExistingVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds?: string[];
  readonly internetAccess = [];

  constructor(scope: Construct, id: string, { vpcId, publicSubnetIds, privateSubnetIds }: ExistingNetwork) {
    super(scope, id);
    const vpc = new DataAwsVpc(this, 'vpc', { id: vpcId });
    vpc.lifecycle = {
      postcondition: [
        {
          condition: TerraformSelf.getAny('enable_dns_support'),
          // Security groups never block the VPC's own DNS resolver. Any other DNS server would need an egress rule.
          errorMessage: `network.vpcId: ${vpcId} has no DNS support, so the tasks could not resolve AWS's host names. Turn it on with \`aws ec2 modify-vpc-attribute --vpc-id ${vpcId} --enable-dns-support\`.`,
        },
      ],
    };
    const { mainRouteTableId } = vpc;
    const publicSubnets = new ExistingSubnets(this, 'public', {
      field: 'network.publicSubnetIds',
      ids: publicSubnetIds,
      vpcId: vpc.id,
      mainRouteTableId,
      defaultRoute: toInternetGateway,
    });
    const privateSubnets =
      privateSubnetIds &&
      new ExistingSubnets(this, 'private', {
        field: 'network.privateSubnetIds',
        ids: privateSubnetIds,
        vpcId: vpc.id,
        mainRouteTableId,
        defaultRoute: toNat,
        zones: publicSubnets.zones,
      });
    this.vpcId = vpc.id;
    this.publicSubnetIds = publicSubnets.ids;
    this.privateSubnetIds = privateSubnets?.ids;
  }
}
