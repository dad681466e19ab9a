import { hasWebAcl } from '../../environment';
import type { Statement } from '../../iam/policy';
import { physicalName } from '../../names';
import { bucketChanges, objectRemovals, webAclChanges } from './actions';
import { domainStatements } from './domain';
import type { EnvironmentResources } from './environment-resources';
import { bucketArns, webAclArns } from './read';
import { allow } from './statements';

/** The permissions to change the load balancer, the firewall, the certificate, DNS records and buckets. */
export function edgeStatements(resources: EnvironmentResources): Statement[] {
  return [
    ...loadBalancerStatements(resources),
    ...firewallStatements(resources),
    ...domainStatements(resources),
    ...bucketStatements(resources),
  ];
}

/** The load balancer, identified by tags, because its name is short and may end in a hash. */
function loadBalancerStatements(resources: EnvironmentResources): Statement[] {
  const arns = resources.regional('elasticloadbalancing', 'loadbalancer/app/*', 'listener/app/*', 'targetgroup/*');
  return [
    allow(
      'elasticloadbalancing',
      ['CreateLoadBalancer'],
      resources.regional('elasticloadbalancing', 'loadbalancer/app/*'),
      resources.requestTags,
    ),
    allow(
      'elasticloadbalancing',
      ['CreateTargetGroup'],
      resources.regional('elasticloadbalancing', 'targetgroup/*'),
      resources.requestTags,
    ),
    allow(
      'elasticloadbalancing',
      ['AddTags'],
      arns,
      resources.requestTagsAnd({ 'elasticloadbalancing:CreateAction': creations }),
    ),
    allow(
      'elasticloadbalancing',
      [
        'AddTags',
        'CreateListener',
        'CreateWebACLAssociation',
        'DeleteListener',
        'DeleteLoadBalancer',
        'DeleteTargetGroup',
        'DeleteWebACLAssociation',
        'ModifyListener',
        'ModifyListenerAttributes',
        'ModifyLoadBalancerAttributes',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'RemoveTags',
        'SetIpAddressType',
        'SetSecurityGroups',
        'SetSubnets',
      ],
      arns,
      resources.resourceTags,
    ),
  ];
}

const creations = ['CreateListener', 'CreateLoadBalancer', 'CreateTargetGroup'];

function firewallStatements(resources: EnvironmentResources): Statement[] {
  const webAcls = webAclArns(resources);
  return [
    allow('wafv2', [...webAclChanges, 'AssociateWebACL', 'DisassociateWebACL'], webAcls),
    // AWS's managed rule groups.
    allow(
      'wafv2',
      ['CreateWebACL', 'UpdateWebACL'],
      [`arn:aws:wafv2:${resources.environment.region}:*:regional/managedruleset/*`],
    ),
    // By name, because WAF does not evaluate the tags of a load balancer.
    allow('wafv2', ['AssociateWebACL', 'DisassociateWebACL'], loadBalancerArns(resources)),
    // Elastic Load Balancing checks either its newer actions above or this one.
    // https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
    allow('elasticloadbalancing', ['SetWebACL'], loadBalancerArns(resources)),
    ...logDeliveryStatements(resources),
  ];
}

/** The load balancer by its name, which may end in a hash. For previews, every name with their prefix. */
function loadBalancerArns(resources: EnvironmentResources): string[] {
  const { environment, prefix, arePreviews } = resources;
  const name = arePreviews ? `${prefix}-*` : physicalName(environment, 'app', 'loadBalancer');
  return resources.regional('elasticloadbalancing', `loadbalancer/app/${name}/*`);
}

/** The permissions to let WAF write to a log group. AWS accepts neither a resource nor a condition key for these actions. */
function logDeliveryStatements({ environment }: EnvironmentResources): Statement[] {
  if (!hasWebAcl(environment.ingress)) return [];
  return [
    allow('logs', ['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeResourcePolicies', 'PutResourcePolicy'], ['*']),
  ];
}

function bucketStatements(resources: EnvironmentResources): Statement[] {
  const buckets = bucketArns(resources);
  return [
    allow('s3', bucketChanges, buckets),
    // Terraform empties the bucket before it deletes it.
    allow(
      's3',
      objectRemovals,
      buckets.map((bucket) => `${bucket}/*`),
    ),
  ];
}
