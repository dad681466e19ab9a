import type { Statement } from '../../iam/policy';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** What Terraform calls to change an environment's network and security groups. EC2 knows them by tags only. */
export function networkStatements(resources: EnvironmentResources): Statement[] {
  const arns = (types: readonly string[]) => resources.regional('ec2', ...types.map((type) => `${type}/*`));
  const creations = resources.isPrivate ? { ...publicCreations, ...privateCreations } : publicCreations;
  const all = arns(Object.keys(creations));
  const others = resources.isPrivate
    ? ['CreateNatGateway', 'DeleteNatGateway', 'DisassociateAddress', 'ReleaseAddress']
    : [];
  return [
    // A group that is still in use cannot go; AWS takes no resource for the question by whom.
    allow('ec2', ['DescribeNetworkInterfaces'], ['*']),
    // One statement for each type: an action that makes one thing inside another asks about both, and a mark on the new
    // one says nothing about the other.
    ...Object.entries(creations).map(([type, actions]) => allow('ec2', actions, arns([type]), resources.requestTags)),
    allow('ec2', [...changes, ...insertions, ...others], all, resources.resourceTags),
    allow('ec2', ['CreateSecurityGroup'], arns(['vpc']), vpcCondition(resources)),
    allow('ec2', ['CreateTags'], all, {
      StringEquals: { ...resources.requestTags.StringEquals, 'ec2:CreateAction': Object.values(creations).flat() },
    }),
    ...defaultGroupStatements(resources),
  ];
}

/** The environment's own VPC; without one, a VPC of no environment, because the default VPC has no tags. */
function vpcCondition({ environment, resourceTags, noEnvironmentTag }: EnvironmentResources): Statement['Condition'] {
  return environment.network.kind === 'default' ? noEnvironmentTag : resourceTags;
}

/** The default security group of a new VPC has no tags. It gets the environment's before anything else. */
function defaultGroupStatements(resources: EnvironmentResources): Statement[] {
  if (resources.environment.network.kind === 'default') return [];
  return [
    allow('ec2', ['CreateTags'], resources.regional('ec2', 'security-group/*'), {
      ...resources.requestTags,
      ...resources.noEnvironmentTag,
    }),
  ];
}

/** By the type of what they make. */
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

const privateCreations: typeof publicCreations = {
  'elastic-ip': ['AllocateAddress'],
  natgateway: ['CreateNatGateway'],
};

/** They make a thing inside another, which must be the environment's too. */
const insertions = [
  'AuthorizeSecurityGroupEgress',
  'AuthorizeSecurityGroupIngress',
  'CreateFlowLogs',
  'CreateRouteTable',
  'CreateSubnet',
  'CreateVpcEndpoint',
];

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
