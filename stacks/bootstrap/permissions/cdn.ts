import { cdnRegion } from '../../cdn/cdn-region';
import { type Environment, limitsCdn } from '../../environment';
import type { Statement } from '../../iam/policy';
import { firewallLogName } from '../../load-balancer/firewall';
import { logGroupChanges, webAclChanges } from './actions';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** The permissions to change the CloudFront distribution, and the resources in its region: only for an environment with `cdn`. */
export function cdnStatements(resources: EnvironmentResources): Statement[] {
  if (!resources.hasCdn) return [];
  const { prefix } = resources;
  const inRegion = resources.inRegion(cdnRegion);
  const own = distributionArns(resources.accountId);
  return [
    // AWS accepts no resource for these actions.
    allow('cloudfront', ['CreateDistribution', 'CreateVpcOrigin'], ['*'], resources.requestTags),
    allow('cloudfront', ['TagResource'], own, { ...resources.requestTags, ...resources.noEnvironmentTag }),
    allow(
      'cloudfront',
      [
        'DeleteDistribution',
        'DeleteVpcOrigin',
        'TagResource',
        'UntagResource',
        'UpdateDistribution',
        'UpdateVpcOrigin',
      ],
      own,
      resources.resourceTags,
    ),
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      resources.global(
        'iam',
        'role/aws-service-role/vpcorigin.cloudfront.amazonaws.com/AWSServiceRoleForCloudFrontVPCOrigin',
      ),
    ),
    allow('wafv2', webAclChanges, webAclArns(resources)),
    ...ipSetStatements(resources),
    // AWS's managed rule groups.
    allow('wafv2', ['CreateWebACL', 'UpdateWebACL'], [`arn:aws:wafv2:${cdnRegion}:*:global/managedruleset/*`]),
    allow('logs', logGroupChanges, firewallLogArns(resources)),
    allow(
      'cloudwatch',
      ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource'],
      inRegion.regional('cloudwatch', `alarm:${prefix}-*`),
    ),
    allow(
      'sns',
      ['CreateTopic', 'DeleteTopic', 'SetTopicAttributes', 'Subscribe', 'TagResource', 'Unsubscribe', 'UntagResource'],
      inRegion.regional('sns', `${prefix}-*`),
    ),
  ];
}

/**
 * The permissions to read the distributions of these environments, and AWS's lists of addresses, for plans and applies. `readStatements`
 * has the other resources. Because of the size limit, they are the same for all environments of a project.
 */
export function cdnReadStatements(
  accountId: string,
  environments: readonly Pick<Environment, 'project' | 'region'>[],
): Statement[] {
  const projects = [...new Set(environments.map(({ project }) => project))];
  const regions = [...new Set(environments.map(({ region }) => region))];
  return [
    allow('cloudfront', ['GetDistribution', 'GetVpcOrigin', 'ListTagsForResource'], distributionArns(accountId), {
      StringEquals: { 'aws:ResourceTag/Project': projects },
    }),
    allow(
      'logs',
      ['ListTagsForResource'],
      projects.map((project) => {
        const name = firewallLogName({ project, name: '*' }, true);
        return `arn:aws:logs:${cdnRegion}:${accountId}:log-group:${name}`;
      }),
    ),
    allow('ec2', ['DescribeManagedPrefixLists'], ['*']),
    allow(
      'ec2',
      ['GetManagedPrefixListEntries'],
      regions.map((region) => `arn:aws:ec2:${region}:aws:prefix-list/*`),
    ),
  ];
}

/** Distributions and VPC origins. Their ids are random. */
function distributionArns(accountId: string): string[] {
  return ['distribution', 'vpcorigin'].map((type) => `arn:aws:cloudfront::${accountId}:${type}/*`);
}

/** The permissions to change the IP set of `allowFrom`, and to use it in a web ACL. */
function ipSetStatements(resources: EnvironmentResources): Statement[] {
  if (!limitsCdn(resources.environment.ingress)) return [];
  const actions = [
    'CreateIPSet',
    'CreateWebACL',
    'DeleteIPSet',
    'TagResource',
    'UntagResource',
    'UpdateIPSet',
    'UpdateWebACL',
  ];
  return [allow('wafv2', actions, ipSetArns(resources))];
}

export function ipSetArns(resources: EnvironmentResources): string[] {
  return resources.inRegion(cdnRegion).regional('wafv2', `global/ipset/${resources.prefix}-*`);
}

function webAclArns(resources: EnvironmentResources): string[] {
  return resources.inRegion(cdnRegion).regional('wafv2', `global/webacl/${resources.prefix}-*`);
}

function firewallLogArns(resources: EnvironmentResources): string[] {
  const name = `log-group:${firewallLogName(resources.environment, true)}`;
  return resources.inRegion(cdnRegion).regional('logs', name, `${name}:*`);
}
