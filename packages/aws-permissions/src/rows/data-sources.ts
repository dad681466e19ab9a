import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Target } from '../target';
import { existingVpcs } from './network';

const prefixLists: Target = {
  resources: (owner) => {
    const ids = owner.values('data.aws_ec2_managed_prefix_list', 'id');
    return [
      ...owner.shared('prefix-list', ids),
      // AWS-managed prefix lists are looked up by name, so their ids are unknown here.
      ...(owner.values('data.aws_ec2_managed_prefix_list', 'name').length > 0
        ? [`arn:aws:ec2:${owner.region}:aws:prefix-list/*`]
        : []),
    ];
  },
};

/** The app's secrets in Secrets Manager. AWS appends a hyphen and six random characters to the name of a secret. */
export const secrets: Target = {
  resources: (owner) => [
    ...owner.values('data.aws_secretsmanager_secret', 'arn'),
    ...owner.regional(
      'secretsmanager',
      ...owner.values('data.aws_secretsmanager_secret', 'name').map((name) => `secret:${name}-??????`),
    ),
  ],
};
/**
 * The SSM parameters that contain secrets of the app. The provider reads them without decryption, and `denials.ts` denies their decryption.
 */
export const parameters: Target = { resources: (owner) => owner.values('ephemeral.aws_ssm_parameter', 'arn') };
const existingVpc: Target = { resources: (owner: StackOwner) => owner.shared('vpc', existingVpcs(owner)) };

/**
 * The rows for data sources and ephemeral resources. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const dataSources = {
  // AWS requires no permission for this data source.
  'data.aws_caller_identity': row('service', {}),
  'data.aws_ec2_managed_prefix_list': row('lists', {
    reads: 'ec2: DescribeManagedPrefixLists GetManagedPrefixListEntries',
    on: prefixLists,
  }),
  // The provider also looks up the network interfaces that are targets of routes.
  'data.aws_route_table': row('networks', { reads: 'ec2: DescribeRouteTables DescribeNetworkInterfaces' }),
  'data.aws_route_tables': row('network', { reads: 'ec2: DescribeRouteTables' }),
  'data.aws_secretsmanager_secret': row('secrets', {
    reads: 'secretsmanager: DescribeSecret GetResourcePolicy',
    on: secrets,
  }),
  'data.aws_security_groups': row('network', { reads: 'ec2: DescribeSecurityGroups' }),
  'data.aws_subnet': row('network', { reads: 'ec2: DescribeSubnets' }),
  'data.aws_subnets': row('network', { reads: 'ec2: DescribeSubnets' }),
  'data.aws_vpc': row('networks', {
    reads: 'ec2: DescribeVpcs DescribeVpcAttribute DescribeRouteTables',
    on: existingVpc,
  }),
  'data.aws_vpcs': row('network', { reads: 'ec2: DescribeVpcs' }),
  'data.aws_vpc_security_group_rules': row('network', { reads: 'ec2: DescribeSecurityGroupRules' }),
  'ephemeral.aws_ssm_parameter': row('secrets', { reads: 'ssm: GetParameter', on: parameters }),
} as const;
