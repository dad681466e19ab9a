import { firewallSettingsOf } from '../../environment';
import type { Statement } from '../../iam/policy';
import { physicalName } from '../../names';
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
    allow('elasticloadbalancing', ['AddTags'], arns, {
      StringEquals: { ...resources.requestTags.StringEquals, 'elasticloadbalancing:CreateAction': creations },
    }),
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
    allow(
      'wafv2',
      [
        'AssociateWebACL',
        'CreateWebACL',
        'DeleteLoggingConfiguration',
        'DeleteWebACL',
        'DisassociateWebACL',
        'PutLoggingConfiguration',
        'TagResource',
        'UntagResource',
        'UpdateWebACL',
      ],
      webAcls,
    ),
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

/** The load balancer by its name, which may end in a hash. */
function loadBalancerArns(resources: EnvironmentResources): string[] {
  const name = physicalName(resources.environment, 'app', 'loadBalancer');
  return resources.regional('elasticloadbalancing', `loadbalancer/app/${name}/*`);
}

/** The permissions to let WAF write to a log group. AWS accepts neither a resource nor a condition key for these actions. */
function logDeliveryStatements({ environment }: EnvironmentResources): Statement[] {
  if (firewallSettingsOf(environment.ingress) === undefined) return [];
  return [
    allow('logs', ['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeResourcePolicies', 'PutResourcePolicy'], ['*']),
  ];
}

/** Certificate and DNS records. Only for an environment with a domain, and only for its own records in the zone. */
function domainStatements(resources: EnvironmentResources): Statement[] {
  const { ingress } = resources.environment;
  if (ingress.kind !== 'load-balanced' || ingress.domain === undefined) return [];
  const { name } = ingress.domain;
  const certificates = resources.regional('acm', 'certificate/*');
  return [
    // AWS accepts no resource for a certificate that does not exist yet.
    allow('acm', ['RequestCertificate'], ['*'], {
      ...resources.requestTags,
      'ForAllValues:StringEquals': { 'acm:DomainNames': [name] },
    }),
    allow('acm', ['AddTagsToCertificate'], certificates, {
      ...resources.requestTags,
      ...resources.noEnvironmentTag,
    }),
    allow(
      'acm',
      ['AddTagsToCertificate', 'DeleteCertificate', 'RemoveTagsFromCertificate'],
      certificates,
      resources.resourceTags,
    ),
    allowRecords({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [name],
        'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA'],
      },
    }),
    // The record that validates the certificate: one label before the domain name, so not the records of a subdomain.
    allowRecords({
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`_*.${name}`] },
      'ForAllValues:StringNotLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`_*.*.${name}`] },
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'] },
    }),
  ];
}

function allowRecords(condition: NonNullable<Statement['Condition']>): Statement {
  return allow('route53', ['ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/*'], condition);
}

function bucketStatements(resources: EnvironmentResources): Statement[] {
  const buckets = bucketArns(resources);
  return [
    allow(
      's3',
      [
        'CreateBucket',
        'DeleteBucket',
        'DeleteBucketPolicy',
        'ListBucketVersions',
        'PutBucketOwnershipControls',
        'PutBucketPolicy',
        'PutBucketPublicAccessBlock',
        'PutBucketTagging',
        'PutBucketVersioning',
        'PutEncryptionConfiguration',
        'PutLifecycleConfiguration',
        'TagResource',
        'UntagResource',
      ],
      buckets,
    ),
    // Terraform empties the bucket before it deletes it.
    allow(
      's3',
      ['DeleteObject', 'DeleteObjectVersion'],
      buckets.map((bucket) => `${bucket}/*`),
    ),
  ];
}
