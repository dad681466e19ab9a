import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { DataAwsVpcs } from '@cdktf/provider-aws/lib/data-aws-vpcs';
import { Fn, Op, TerraformSelf, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Network } from './network';

/** The default VPC of the AWS account and its default subnets, as data sources: Terraform neither creates nor deletes them. */
export class DefaultVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly internetAccess = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Without a default VPC, the data source for a single VPC would fail with an unclear message.
    const vpcs = new DataAwsVpcs(this, 'vpcs', { filter: [{ name: 'is-default', values: ['true'] }] });
    vpcs.lifecycle = {
      postcondition: [
        {
          condition: Op.eq(Fn.lengthOf(TerraformSelf.getAny('ids')), 1),
          errorMessage:
            "This account has no default VPC in this region. Create one with `aws ec2 create-default-vpc`, or set network: { kind: 'dedicated', ... } in the environment's file.",
        },
      ],
    };
    this.vpcId = Token.asString(Fn.element(vpcs.ids, 0));
    const subnets = new DataAwsSubnets(this, 'subnets', {
      filter: [
        { name: 'vpc-id', values: [this.vpcId] },
        // AWS has one default subnet in each zone. A load balancer accepts only one subnet per zone.
        { name: 'default-for-az', values: ['true'] },
      ],
    });
    subnets.lifecycle = {
      postcondition: [
        {
          condition: Op.gte(Fn.lengthOf(TerraformSelf.getAny('ids')), 2),
          errorMessage:
            "The default VPC has default subnets in fewer than two zones. Create one with `aws ec2 create-default-subnet --availability-zone <zone>`, or set network: { kind: 'dedicated', ... } in the environment's file.",
        },
      ],
    };
    this.publicSubnetIds = subnets.ids;
  }
}
