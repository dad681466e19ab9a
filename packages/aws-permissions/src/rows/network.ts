import { passedTo } from '../passed-roles';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { created, tagged, taggedAtCreation } from '../target';

/** A target for EC2 resources of these types that have the environment's tags. */
export const ofEnvironment = (...types: readonly string[]) => tagged('ec2', ...types.map((type) => `${type}/*`));
/** A target for new EC2 resources of a type. */
export const newResource = (type: string) => created('ec2', `${type}/*`);
/** The targets of `CreateTags` for resources of a type. The provider sends the tags with the request that creates the resource. */
export const tagging = (type: string) => [ofEnvironment(type), taggedAtCreation('ec2', `${type}/*`)];

/** Returns a list with the id of the VPC for `network: { kind: 'existing' }`, or an empty list for any other kind of network. */
export function existingVpcs(owner: StackOwner): string[] {
  return owner.values('data.aws_vpc', 'id');
}

/**
 * The rows for the network, except security groups. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/ec2
 */
export const network = {
  // Before the provider releases the address of a NAT gateway, it disassociates the address.
  aws_eip: row('hosts', {
    reads: 'ec2: DescribeAddresses DescribeAddressesAttribute',
    writes: 'ec2: AllocateAddress DisassociateAddress ReleaseAddress CreateTags DeleteTags',
    on: ofEnvironment('elastic-ip'),
    others: { 'ec2: AllocateAddress': newResource('elastic-ip'), 'ec2: CreateTags': tagging('elastic-ip') },
  }),
  aws_internet_gateway: row('network', {
    reads: 'ec2: DescribeInternetGateways',
    writes:
      'ec2: CreateInternetGateway AttachInternetGateway DetachInternetGateway DeleteInternetGateway CreateTags DeleteTags',
    on: ofEnvironment('internet-gateway', 'vpc'),
    others: {
      'ec2: CreateInternetGateway': newResource('internet-gateway'),
      'ec2: CreateTags': tagging('internet-gateway'),
    },
  }),
  aws_nat_gateway: row('hosts', {
    reads: 'ec2: DescribeNatGateways',
    writes: 'ec2: CreateNatGateway DeleteNatGateway CreateTags DeleteTags',
    on: ofEnvironment('natgateway', 'elastic-ip', 'subnet'),
    others: {
      'ec2: CreateNatGateway': [newResource('natgateway'), ofEnvironment('elastic-ip', 'subnet')],
      'ec2: CreateTags': tagging('natgateway'),
    },
  }),
  aws_route: row('network', {
    reads: 'ec2: DescribeRouteTables',
    writes: 'ec2: CreateRoute ReplaceRoute DeleteRoute',
    on: ofEnvironment('route-table'),
  }),
  aws_route_table: row('network', {
    reads: 'ec2: DescribeRouteTables',
    writes: 'ec2: CreateRouteTable DisassociateRouteTable DeleteRouteTable CreateTags DeleteTags',
    on: ofEnvironment('route-table', 'subnet'),
    others: {
      'ec2: CreateRouteTable': [newResource('route-table'), ofEnvironment('vpc')],
      'ec2: CreateTags': tagging('route-table'),
    },
  }),
  aws_route_table_association: row('network', {
    reads: 'ec2: DescribeRouteTables',
    writes: 'ec2: AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable',
    on: ofEnvironment('route-table', 'subnet'),
  }),
  // A subnet can be deleted only after its network interfaces, so the provider lists the interfaces first.
  aws_subnet: row('network', {
    reads: 'ec2: DescribeSubnets',
    writes: 'ec2: CreateSubnet ModifySubnetAttribute DescribeNetworkInterfaces DeleteSubnet CreateTags DeleteTags',
    on: ofEnvironment('subnet'),
    others: {
      'ec2: CreateSubnet': [newResource('subnet'), ofEnvironment('vpc')],
      'ec2: CreateTags': tagging('subnet'),
    },
  }),
  aws_vpc: row('network', {
    reads: 'ec2: DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups',
    writes: 'ec2: CreateVpc ModifyVpcAttribute DeleteVpc CreateTags DeleteTags',
    on: ofEnvironment('vpc'),
    others: { 'ec2: CreateVpc': newResource('vpc'), 'ec2: CreateTags': tagging('vpc') },
  }),
  aws_vpc_endpoint: row('network', {
    reads: 'ec2: DescribeVpcEndpoints DescribePrefixLists',
    writes: 'ec2: CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints CreateTags DeleteTags',
    on: ofEnvironment('vpc-endpoint', 'route-table'),
    others: {
      'ec2: CreateVpcEndpoint': [newResource('vpc-endpoint'), ofEnvironment('vpc', 'route-table')],
      'ec2: CreateTags': tagging('vpc-endpoint'),
    },
  }),
  aws_flow_log: row('network', {
    reads: 'ec2: DescribeFlowLogs',
    writes: ['ec2: CreateFlowLogs DeleteFlowLogs CreateTags DeleteTags', 'iam: PassRole'],
    on: ofEnvironment('vpc-flow-log'),
    others: {
      'ec2: CreateFlowLogs': [newResource('vpc-flow-log'), ofEnvironment('vpc')],
      'ec2: CreateTags': tagging('vpc-flow-log'),
      'iam: PassRole': passedTo('vpc-flow-logs'),
    },
  }),
} as const;
