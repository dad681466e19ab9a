import { noEnvironmentTag } from '../owner';
import { passedTo } from '../passed-roles';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { created, type Target, tagged, taggedAtCreation } from '../target';

const ofEnvironment = (...types: readonly string[]) => tagged('ec2', ...types.map((type) => `${type}/*`));
const newResource = (type: string) => created('ec2', `${type}/*`);
/** The targets of `CreateTags` for resources of a type. The provider sends the tags with the request that creates the resource. */
const tagging = (type: string) => [ofEnvironment(type), taggedAtCreation('ec2', `${type}/*`)];

/** Security groups without an `Environment` tag: the default group of a new VPC has no tags until the provider adds them. */
const defaultGroup: Target = {
  resources: (owner) => owner.regional('ec2', 'security-group/*'),
  condition: (owner) => ({ ...owner.tags('Request'), ...noEnvironmentTag }),
  reachesBeyond: true,
};

/**
 * The VPC in which security groups are created: an existing VPC, selected by its id; the default VPC, which has no `Environment` tag; or
 * the environment's own VPC, selected by its tags.
 */
const vpcOfGroups: Target = {
  resources: (owner) =>
    existingVpcs(owner).length > 0 ? owner.shared('vpc', existingVpcs(owner)) : owner.regional('ec2', 'vpc/*'),
  condition: (owner) =>
    existingVpcs(owner).length > 0 ? undefined : owner.has('data.aws_vpcs') ? noEnvironmentTag : owner.tags('Resource'),
};

/** Returns a list with the id of the VPC for `network: { kind: 'existing' }`, or an empty list for any other kind of network. */
export function existingVpcs(owner: StackOwner): string[] {
  return owner.values('data.aws_vpc', 'id');
}

const ruleRow = (direction: 'Egress' | 'Ingress') =>
  row('network', {
    reads: 'ec2: DescribeSecurityGroupRules',
    writes: `ec2: AuthorizeSecurityGroup${direction} ModifySecurityGroupRules RevokeSecurityGroup${direction} CreateTags DeleteTags`,
    on: ofEnvironment('security-group', 'security-group-rule'),
    others: {
      // AWS checks the security group and the new rule. The tags in the request belong to the rule.
      [`ec2: AuthorizeSecurityGroup${direction}`]: [
        newResource('security-group-rule'),
        ofEnvironment('security-group'),
      ],
      'ec2: CreateTags': tagging('security-group-rule'),
    },
  });

/**
 * The rows for the network. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/ec2
 */
export const network = {
  aws_default_security_group: row('network', {
    reads: 'ec2: DescribeSecurityGroups',
    writes: 'ec2: RevokeSecurityGroupEgress RevokeSecurityGroupIngress CreateTags DeleteTags',
    on: ofEnvironment('security-group'),
    others: { 'ec2: CreateTags': [ofEnvironment('security-group'), defaultGroup] },
  }),
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
  // A security group or a subnet can be deleted only after its network interfaces, so the provider lists the interfaces first.
  aws_security_group: row('network', {
    reads: 'ec2: DescribeSecurityGroups',
    writes:
      'ec2: CreateSecurityGroup RevokeSecurityGroupEgress RevokeSecurityGroupIngress DescribeNetworkInterfaces DeleteSecurityGroup CreateTags DeleteTags',
    on: ofEnvironment('security-group'),
    others: {
      'ec2: CreateSecurityGroup': [newResource('security-group'), vpcOfGroups],
      'ec2: CreateTags': tagging('security-group'),
    },
  }),
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
  aws_vpc_security_group_egress_rule: ruleRow('Egress'),
  aws_vpc_security_group_ingress_rule: ruleRow('Ingress'),
} as const;
