import type { Statement } from '../../iam/policy';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** The permissions to change the network and the security groups of an environment. Their ARNs have no names, so tags identify them. */
export function networkStatements(resources: EnvironmentResources): Statement[] {
  const arns = (types: readonly string[]) => resources.regional('ec2', ...types.map((type) => `${type}/*`));
  const creations = resources.isPrivate ? { ...publicCreations, ...privateCreations } : publicCreations;
  const all = arns(Object.keys(creations));
  const others = resources.isPrivate
    ? ['CreateNatGateway', 'DeleteNatGateway', 'DisassociateAddress', 'ReleaseAddress']
    : [];
  return [
    // Terraform lists the network interfaces that still use a security group. AWS accepts no resource for this action.
    allow('ec2', ['DescribeNetworkInterfaces'], ['*']),
    // One statement for each type. If an action creates a resource inside another one, AWS checks both, but the request contains only the
    // tags of the new one.
    ...Object.entries(creations).map(([type, actions]) => allow('ec2', actions, arns([type]), resources.requestTags)),
    allow('ec2', [...changes, ...insertions, ...others], all, resources.resourceTags),
    securityGroupsInVpc(resources),
    allow(
      'ec2',
      ['CreateTags'],
      all,
      resources.requestTagsAnd({ 'ec2:CreateAction': Object.values(creations).flat() }),
    ),
    ...defaultGroupStatements(resources),
  ];
}

/** Security groups in the VPC of the environment; or if it uses the default VPC, in a VPC without tags of an environment. */
function securityGroupsInVpc(resources: EnvironmentResources): Statement {
  const { environment, resourceTags, noEnvironmentTag } = resources;
  const { network } = environment;
  return network.kind === 'existing'
    ? allow('ec2', ['CreateSecurityGroup'], resources.shared('vpc', [network.vpcId]))
    : allow(
        'ec2',
        ['CreateSecurityGroup'],
        resources.regional('ec2', 'vpc/*'),
        network.kind === 'default' ? noEnvironmentTag : resourceTags,
      );
}

/** The default security group of a new VPC has no tags, so its tagging is a separate permission. */
function defaultGroupStatements(resources: EnvironmentResources): Statement[] {
  if (resources.environment.network.kind !== 'dedicated') return [];
  return [
    allow('ec2', ['CreateTags'], resources.regional('ec2', 'security-group/*'), {
      ...resources.requestTags,
      ...resources.noEnvironmentTag,
    }),
  ];
}

/** Actions that create a resource, by its type. */
const publicCreations: Readonly<Record<string, readonly string[]>> = {
  'internet-gateway': ['CreateInternetGateway'],
  'route-table': ['CreateRouteTable'],
  'security-group': ['CreateSecurityGroup'],
  'security-group-rule': ['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress'],
  subnet: ['CreateSubnet'],
  vpc: ['CreateVpc'],
  'vpc-endpoint': ['CreateVpcEndpoint'],
  'vpc-flow-log': ['CreateFlowLogs'],
};

/** Actions that create a resource which only private subnets need, by its type. */
const privateCreations: typeof publicCreations = {
  'elastic-ip': ['AllocateAddress'],
  natgateway: ['CreateNatGateway'],
};

/** Actions that create a resource inside another one. Both must belong to the environment. */
const insertions = [
  'AuthorizeSecurityGroupEgress',
  'AuthorizeSecurityGroupIngress',
  'CreateFlowLogs',
  'CreateRouteTable',
  'CreateSubnet',
  'CreateVpcEndpoint',
];

/** Actions that change or delete a resource. */
const changes = [
  'AssociateRouteTable',
  'AttachInternetGateway',
  'CreateRoute',
  'CreateTags',
  'DeleteFlowLogs',
  'DeleteInternetGateway',
  'DeleteRoute',
  'DeleteRouteTable',
  'DeleteSecurityGroup',
  'DeleteSubnet',
  'DeleteTags',
  'DeleteVpc',
  'DeleteVpcEndpoints',
  'DetachInternetGateway',
  'DisassociateRouteTable',
  'ModifySecurityGroupRules',
  'ModifySubnetAttribute',
  'ModifyVpcAttribute',
  'ModifyVpcEndpoint',
  'ReplaceRoute',
  'ReplaceRouteTableAssociation',
  'RevokeSecurityGroupEgress',
  'RevokeSecurityGroupIngress',
];
